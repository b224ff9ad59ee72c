"""Start a command, wait for its end and print what it took; run by a bare Python for each.

A process inherits the peak of memory of the one that it is forked from: a harness that has polars
loaded would lend every command its own 180 MB. This one has 10.
"""

import json
import os
import sys
import time

null = os.open(os.devnull, os.O_RDWR)
actions = [(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)]
start_s = time.perf_counter()
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=actions)
_, status, usage = os.wait4(process, 0)
wall_s = time.perf_counter() - start_s
cpu_s = usage.ru_utime + usage.ru_stime
print(json.dumps([wall_s, cpu_s, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
