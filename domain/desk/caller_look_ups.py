"""How often somebody may look up whose phone a number is. Pure; times are handed in.

A masked number shows all but four digits: who may try without end finds the rest. So few numbers
that look alike when masked, and a bounded number altogether, are looked up in an hour.
"""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from domain.errors import RefusedError
from domain.personal.masks import mask_phone

WITHIN = timedelta(hours=1)
MOST_OF_ONE_MASK = 5
MOST = 300
MOST_CALLERS = 2_000


class CallerLookUps:
    """Counts numbers by who asked; the same number again costs nothing."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, deque[tuple[datetime, str]]] = OrderedDict()

    def count(self, actor: str, number: str, now: datetime) -> None:
        """Count one look-up.

        Raises:
            RefusedError: too many in this hour, all or of numbers that look alike when masked.
        """
        held = self._asked.setdefault(actor, deque())
        self._asked.move_to_end(actor)
        if len(self._asked) > MOST_CALLERS:
            self._asked.popitem(last=False)
        while held and now - held[0][0] >= WITHIN:
            held.popleft()
        if any(number == other for _, other in held):
            return
        mask = mask_phone(number)
        alike = sum(1 for _, other in held if mask_phone(other) == mask)
        if alike >= MOST_OF_ONE_MASK or len(held) >= MOST:
            raise RefusedError(says="too_many_look_ups", field="phone", code="busy")
        held.append((now, number))
