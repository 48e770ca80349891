"""What is drawn: the shell of the glass and its panels. Working pages are listed in pages.py."""

from layouts.shell import shell
from layouts.view_models import ShellFacts

__all__ = ["ShellFacts", "shell"]
