"""Run the command line by ``python -m depositary``."""

from depositary.cli import main

main()
