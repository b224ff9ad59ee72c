"""Of this folder only the tests are read by pytest; the rest is a programme of its own."""

collect_ignore_glob = ["[!t]*.py", "peers/*"]
