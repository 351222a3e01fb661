"""The command line: arguments → cycle and stages; prints, exit statuses; no logic."""

from cchc_lib.cli.main import main

__all__ = ["main"]
