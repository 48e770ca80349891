"""A progress bar for work that may take a while at a start."""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tqdm import tqdm


class Tell:
    """A progress bar that appears with the first word."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def __call__(self, share: float, word: str) -> None:
        """Show the share done, 0 to 1, and what is being done."""
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=100, bar_format="{desc:<16}{bar:40} {percentage:3.0f}%")
        self._bar.set_description_str(word, refresh=False)
        self._bar.update(max(0.0, min(share, 1.0) * 100 - self._bar.n))

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()


@contextlib.contextmanager
def progress_bar() -> Iterator[Tell]:
    """A bar for work that may take a while, and none for work that does not."""
    tell = Tell()
    try:
        yield tell
    finally:
        tell.close()
