"""What measures and trains is run by itself, not collected."""

collect_ignore_glob = ["*.py"]
