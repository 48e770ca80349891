"""What the record is looked through for, as an address or a form says it."""

from collections.abc import Mapping

from domain.errors import InvalidError
from domain.fields import as_moment
from domain.kinds import names_where
from store.live.journal_search import Search

LONGEST_WORDS = 100
# Everything but what the server computes by itself every minute.
ACTS, COMPUTED = "acts", tuple(sorted(names_where(is_act=False)))
NAMES = ("since", "until", "actor", "kind", "entity", "text", "cursor")


def search_of(values: Mapping[str, str]) -> Search:
    """A question of the record.

    Args:
        values: `since` and `until` in ISO 8601, `actor`, `kind` (`acts`: all that is no figure),
            `entity`, `text`, `cursor`: the number to go on before; what is empty asks for nothing.

    Raises:
        InvalidError: a moment or the cursor is none.
    """
    before = values.get("cursor") or None
    if before is not None and not (before.isascii() and before.isdigit() and len(before) <= 15):
        raise InvalidError(says="cursor_wrong", field="cursor")

    def words(name: str) -> str | None:
        return (values.get(name) or "").strip()[:LONGEST_WORDS].replace("\x00", "") or None

    since, until = (values.get(name) or "" for name in ("since", "until"))
    kind = words("kind")
    return Search(
        since=as_moment(since.replace(" ", "+"), "since") if since else None,
        until=as_moment(until.replace(" ", "+"), "until") if until else None,
        actor=words("actor"),
        kind=None if kind == ACTS else kind,
        entity=words("entity"),
        words=words("text"),
        before=int(before) if before else None,
        leaves_out=COMPUTED if kind == ACTS else (),
    )
