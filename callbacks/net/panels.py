"""What stands on the board of the net and on the page of a grid: each part of the net adds its own.

A panel asks its operation, which checks the reader's rights again; None where it has nothing for
this reader, and then it leaves no trace.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from dash.development.base_component import Component

from callbacks.net.fusion.panels import police_and_law_of_grid, whistles_panel
from callbacks.net.items.panels import items_of_grid, items_panel
from callbacks.net.people.panels import people_of_grid, posts_panel
from callbacks.net.tasks.panels import tasks_of_grid, tasks_panel
from layouts.reader import Reader

Panel = Callable[[Any, Reader, str], Awaitable[Component | None]]

# Of the board, in their order: of what the product is made of, the reader, and the code of the
# area they look at (empty for their own).
PANELS: Sequence[Panel] = (posts_panel, tasks_panel, items_panel, whistles_panel)
# Of a grid's page: the same, with the grid's code.
SECTIONS: Sequence[Panel] = (people_of_grid, tasks_of_grid, items_of_grid, police_and_law_of_grid)
