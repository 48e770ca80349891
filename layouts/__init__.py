"""What is drawn: the shell of the glass and its panels. Working pages are listed in pages.py."""

from layouts.elements.lean import lean_dash

lean_dash()  # before anything imports Dash as it comes

from layouts.shell import shell  # noqa: E402
from layouts.view_models import ShellFacts  # noqa: E402

__all__ = ["ShellFacts", "shell"]
