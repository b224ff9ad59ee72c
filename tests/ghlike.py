"""Stands in for ``gh release``, an external program; its state is a file, and it fails on call n.

Follows the manual of gh (``gh release create|edit|upload|view``): ``view`` of what is not there
says "release not found", ``--json`` gives fields, ``create --verify-tag`` wants the tag at the
remote, ``upload --clobber`` replaces; what is public takes no file any more, as where a forge has
immutable releases.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path


def main(arguments):
    path = Path(os.environ["GHLIKE"])
    state = json.loads(path.read_text())
    state["calls"] += 1
    fails = state["calls"] == state["fails_at"]
    if fails and state["fails"] == "before":
        path.write_text(json.dumps(state))
        sys.exit("HTTP 502: Server Error")
    said = act(state, arguments[1], arguments[2], arguments[3:])
    path.write_text(json.dumps(state))
    if fails:
        sys.exit("HTTP 504: Gateway Timeout")
    sys.stdout.write(said)


def act(state, verb, tag, options):
    release = state["releases"].get(tag)
    if verb == "create":
        remote = subprocess.run(["git", "ls-remote", "--tags", "origin", tag], check=True,
                                capture_output=True, text=True).stdout  # fmt: skip
        if release or tag not in remote or "--draft" not in options:
            sys.exit("a release with the same tag name already exists, or there is no such tag")
        state["releases"][tag] = {"isDraft": True, "assets": {}, "notes": sys.stdin.read(),
                                  "isPrerelease": "--prerelease" in options}  # fmt: skip
        return ""
    if release is None:
        sys.exit("release not found")
    if verb == "upload":
        if not release["isDraft"]:
            sys.exit("HTTP 422: Cannot upload assets to an immutable release.")
        for name in (option for option in options if not option.startswith("--")):
            data = Path(name).read_bytes()
            release["assets"][Path(name).name] = [len(data), hashlib.sha256(data).hexdigest()]
    if verb == "edit":
        state["publications"] += release["isDraft"]
        release["isDraft"] = False
    if verb == "view":
        assets = [{"name": name, "size": size, "digest": f"sha256:{digest}"}
                  for name, (size, digest) in release["assets"].items()]  # fmt: skip
        return json.dumps({"assets": assets, "isDraft": release["isDraft"],
                           "url": f"https://forge.example/gulls/releases/{tag}"})  # fmt: skip
    return ""


if __name__ == "__main__":
    main(sys.argv[1:])
