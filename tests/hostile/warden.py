"""Runs commands under limits, from a process so small that the memory seen is the command's.

It reads a job a line and answers each with a line, both JSON. A job names a ``command``, or gives
``arguments`` of ``depositary``, which is then called in a process split off from this one: all of
a fresh start but the half second that it takes. The answer has ``exit`` (negative: the signal),
``seconds``, ``megabytes`` (the highest resident size of it or a child of it), ``is_killed``.
"""

import json
import os
import resource
import signal
import sys
import tempfile
import threading
import time


def answer(job: dict) -> dict:
    """Do a job, and say what it took."""
    begun = time.monotonic()
    pid = os.fork()
    if pid == 0:
        _become(job)
    killed = threading.Event()
    timer = threading.Timer(job["limit_s"], _kill, (pid, killed))
    timer.start()
    _, status, usage = os.wait4(pid, 0)
    seconds = time.monotonic() - begun
    timer.cancel()
    timer.join()
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": round(seconds, 2),
        "megabytes": round(usage.ru_maxrss / 1024),
        "is_killed": killed.is_set(),
    }


def _become(job: dict) -> None:
    os.setsid()
    for number, name, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, job["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, job["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(name, flags), number)
    os.chdir(job["cwd"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (job["limit_bytes"],) * 2)
    if "command" in job:
        os.execve(job["command"][0], job["command"], job["environment"])  # noqa: S606
    os.environ.clear()
    os.environ.update(job["environment"])
    tempfile.tempdir = None
    import sitecustomize

    sitecustomize.begin(job["environment"]["HOSTILE_LOG"])
    sys.argv = ["depositary", *job["arguments"]]
    from depositary.cli import main

    code = 1
    try:
        main()
    except SystemExit as stop:
        code = int(stop.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _kill(pid: int, killed: threading.Event) -> None:
    killed.set()
    os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    if "--ready" in sys.argv:
        import depositary.checks.packages
        import depositary.checks.report
        import depositary.checks.run
        import depositary.cli.check  # noqa: F401 - what each job would import first
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201 - the answer
