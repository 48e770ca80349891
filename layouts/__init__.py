"""What is drawn: the shell, its panels, and the words on them."""

from layouts.shell import shell
from layouts.view_models import ShellFacts

__all__ = ["ShellFacts", "shell"]
