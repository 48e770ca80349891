"""What a pad sends of a signature, and what of it can be one."""

from collections.abc import Sequence

from domain.errors import InvalidError

Stroke = Sequence[tuple[float, float]]
MOST_STROKES, MOST_POINTS = 200, 4000
# Of the pad's width or height: a dot or a slip of the hand is no signature.
LEAST_EXTENT = 0.08


def check_strokes(strokes: Sequence[Stroke]) -> None:
    """Refuse what cannot be a signature.

    Args:
        strokes: points within the pad: x from the left, y from the top, each from 0 to 1.

    Raises:
        InvalidError: nothing is drawn, far too much, or outside the pad.
    """
    points = [point for stroke in strokes for point in stroke]
    if len(strokes) > MOST_STROKES or len(points) > MOST_POINTS:
        raise InvalidError(says="signature_too_much", field="strokes")
    if any(not (0 <= x <= 1 and 0 <= y <= 1) for x, y in points):
        raise InvalidError(says="signature_outside", field="strokes")
    across = [x for x, _ in points] or [0.0]
    down = [y for _, y in points] or [0.0]
    if max(max(across) - min(across), max(down) - min(down)) < LEAST_EXTENT:
        raise InvalidError(says="signature_missing", field="strokes")
