"""Lets `python -m sttui` be the `sttui` command."""

from sttui.cli import main

if __name__ == "__main__":
    main()
