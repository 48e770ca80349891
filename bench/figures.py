"""Figures, their targets, and the table they are printed in."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `target` is the most it may be, None where there is no target."""

    name: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        return self.target is None or self.value <= self.target

    @property
    def ratio(self) -> float | None:
        """Value over target: below 1 is good."""
        return self.value / self.target if self.target else None


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    return float(ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))])


def width(text: str) -> int:
    """Columns a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, columns: int) -> str:
    return text + " " * max(0, columns - width(text))


def table(figures: Iterable[Figure]) -> str:
    """Figures with target, ratio and verdict, in columns."""
    rows = [("figure", "value", "target", "ratio", "", "note")]
    for figure in figures:
        ratio = figure.ratio
        verdict = "" if figure.target is None else ("ok" if figure.is_met else "MISSED")
        rows.append(
            (
                figure.name,
                f"{figure.value:,.4g} {figure.unit}".strip(),
                "" if figure.target is None else f"≤ {figure.target:g} {figure.unit}".strip(),
                "" if ratio is None else f"{ratio:.2f}",
                verdict,
                figure.note,
            )
        )
    columns = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(_pad(cell, size) for cell, size in zip(row, columns, strict=True)).rstrip()
        for row in rows
    )
