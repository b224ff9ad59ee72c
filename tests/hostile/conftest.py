"""Only the tests are collected: what makes the cases is imported by them, once."""

collect_ignore_glob = ["cases/*", "watch/*", "kit.py", "trial.py", "warden.py", "table.py"]
