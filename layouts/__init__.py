"""What is drawn: the shell of the glass, its panels, and the table of contents of working pages."""

from collections.abc import Mapping

from layouts.shell import shell
from layouts.statistics.area import area_page
from layouts.statistics.brief import brief_page
from layouts.upkeep.overview import overview_page
from layouts.view_models import ShellFacts
from layouts.working import Layout

__all__ = ["WORKING", "ShellFacts", "shell"]

# The layout of each page of domain/pages.py.
WORKING: Mapping[str, Layout] = {
    "area": area_page,
    "brief": brief_page,
    "overview": overview_page,
}
