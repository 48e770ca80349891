"""What stands on the board of the net and on the page of a grid: each part of the net adds its own.

A panel asks its operation, which checks the reader's rights again; None where it has nothing for
this reader, and then it leaves no trace.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from dash.development.base_component import Component

from layouts.reader import Reader

Panel = Callable[[Any, Reader], Awaitable[Component | None]]
Section = Callable[[Any, Reader, str], Awaitable[Component | None]]

# Of the board, in their order: of what the product is made of, and the reader.
PANELS: Sequence[Panel] = ()
# Of a grid's page: the same, and the grid's code.
SECTIONS: Sequence[Section] = ()
