"""What a table draws in a cell: a span against its target, a mean and where it stood, days.

Small SVG pictures as data addresses, in the colours of the reader's room; each says in words what
it shows.
"""

from collections.abc import Sequence
from urllib.parse import quote

from dash import html

from layouts.elements.colours import COLOURS
from layouts.statistics.view import View

_STROKE = 'stroke-linecap="round" vector-effect="non-scaling-stroke"'


def bullet(view: View, half: float, nine: float, target: float) -> html.Img:
    """P50 and P90 as one bar from zero, the target as a line across."""
    colours = COLOURS[view.reader.theme]
    most = 1.15 * max(nine, target)

    def at(seconds: float) -> float:
        return round(200 * seconds / most, 1)

    within = min(nine, target)
    shapes = [
        _rect(0, 8, 200, 12, colours["line-soft"]),
        _rect(0, 8, at(within), 12, colours["bar"]),
        _rect(at(within), 8, max(0.0, at(nine) - at(within)), 12, colours["bad"]),
        _rect(0, 12, at(half), 4, colours["text"]),
        _rect(at(target) - 1, 2, 2, 24, colours["warn"]),
    ]
    label = view.words(
        "P50 {half}，P90 {nine}，目标 {target}",
        half=view.span(half),
        nine=view.span(nine),
        target=view.span(target),
    )
    return _picture("bullet", 200, label, shapes)


def moved(view: View, now: float | None, before: float | None, most: float, mood: str) -> html.Img:
    """From a ring (before) to a dot (now) on one scale from zero."""
    colours = COLOURS[view.reader.theme]
    paint = {"worse": colours["bad"], "better": colours["ok"]}.get(mood, colours["text-second"])
    dot = {"worse": colours["bad"], "better": colours["ok"]}.get(mood, colours["text"])

    def at(seconds: float) -> float:
        return round(3 + 94 * seconds / max(1.0, most), 2)

    shapes = [_line(3, 97, 14, colours["line-soft"], 2)]
    if before is not None and now is not None:
        shapes.append(_line(at(before), at(now), 14, paint, 4))
    if before is not None:
        shapes.append(_dot(at(before), 14, colours["text-second"], 12))
        shapes.append(_dot(at(before), 14, colours["panel-solid"], 7))
    if now is not None:
        shapes.append(_dot(at(now), 14, dot, 13))
    label = view.words("本期 {now}，对比期 {before}", now=view.span(now), before=view.span(before))
    return _picture("moved", 100, label, shapes)


def spark(view: View, days: Sequence[int]) -> html.Img:
    """Counts day by day, from zero."""
    colours = COLOURS[view.reader.theme]
    most = max(1, *days, 0)
    step = 100 / max(1, len(days) - 1)
    points = [
        (round(n * step, 2), round(26 - 22 * count / most, 2)) for n, count in enumerate(days)
    ]
    if len(points) < 2:
        height = 22 * (days[0] if days else 0) / most
        shapes = [_rect(44, 26 - height, 12, height, colours["bar"])]
    else:
        path = " L".join(f"{x},{y}" for x, y in points)
        shapes = [
            f'<path d="M0,26 L{path} L100,26 Z" fill="{colours["bar"]}" fill-opacity=".28"/>',
            f'<path d="M{path}" fill="none" stroke="{colours["accent"]}" stroke-width="2"'
            ' vector-effect="non-scaling-stroke"/>',
            _dot(points[-1][0], points[-1][1], colours["accent"], 7),
        ]
    label = view.words("每日上报，最多 {most} 起", most=max(0, *days, 0))
    return _picture("spark", 100, label, shapes)


def _picture(name: str, width: int, label: str, shapes: Sequence[str]) -> html.Img:
    """A picture that is stretched to its cell; lines keep their width, dots stay round."""
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 28"'
        f' preserveAspectRatio="none">{"".join(shapes)}</svg>'
    )
    address = "data:image/svg+xml," + quote(drawn, safe=" =:/,\"'<>")
    return html.Img(src=address.replace('"', "'"), alt=label, className=name, title=label)


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}"/>'


def _line(x1: float, x2: float, y: float, colour: str, width: float) -> str:
    return (
        f'<line x1="{x1}" x2="{x2}" y1="{y}" y2="{y}" stroke="{colour}"'
        f' stroke-width="{width}" {_STROKE}/>'
    )


def _dot(x: float, y: float, colour: str, width: float) -> str:
    return _line(x, x + 0.01, y, colour, width)
