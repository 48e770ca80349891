"""Showing personal fields in full to those who may, for a reason that is written down first."""

from collections.abc import Sequence
from typing import Any

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.errors import InvalidError, NotFoundError
from domain.kind import Kind
from domain.kinds import KINDS, reach_of
from domain.live.records import Record, State
from domain.reach import Reach
from domain.subject_key import SubjectKey
from operations.access.audit import Audit
from operations.threads import Work
from store import Store

HIDES_AFTER_S = 30
SHORTEST_REASON = 4
# A reason is words: dots, or one letter held down, are none.
LEAST_LETTERS = 2
LONGEST_REASON = 200


class Reveal:
    """Answers once, journals every time; the screen hides it again (assets/14_reveal.js)."""

    def __init__(self, store: Store, work: Work, audit: Audit) -> None:
        self._store = store
        self._work = work
        self._audit = audit

    async def reveal(
        self,
        caller: Caller,
        kind: str,
        entity_id: str,
        reason: str,
        *,
        fields: Sequence[str] = (),
        address: str | None = None,
    ) -> dict[str, Any]:
        """The personal fields of something the caller may see, as they were given.

        Args:
            caller: who asks; the wall never may.
            kind: any that has personal fields and that the caller's role may see.
            entity_id: its number or id.
            reason: why, in at least four characters.
            fields: which; none for all there are.
            address: where the caller sits, for the record.

        Raises:
            NotAllowedError: the role may not, or not in this area.
            InvalidError: no reason, or a field that is not personal.
            NotFoundError: there is no such thing.
        """
        require(caller, "reveal")
        why = reason.strip()[:LONGEST_REASON]
        said = [letter for letter in why if letter.isalnum()]
        if len(said) < SHORTEST_REASON or len(set(said)) < LEAST_LETTERS:
            raise InvalidError(says="reason_too_short", least=SHORTEST_REASON, field="reason")
        wanted = _wanted(caller, kind, fields)
        record = await self._work.read(lambda: self._newest(kind, entity_id))
        require_sight(caller, KINDS[kind], await self._work.read(lambda: self._reach(record)))
        held = record.private or {}
        shown = {name: held[name] for name in wanted if held.get(name) is not None}
        # Written down before it is shown: what cannot be written down is not shown.
        await self._audit.tell(
            "revealed",
            actor=caller.actor,
            subject=kind,
            address=address,
            about={"id": entity_id, "fields": sorted(shown), "role": caller.role},
            personal={"reason": why},
        )
        return {"kind": kind, "id": entity_id, "fields": shown, "hides_after_s": HIDES_AFTER_S}

    def _reach(self, record: Record) -> Reach:
        def state_of(key: SubjectKey) -> State | None:
            held = self._store.newest(key.kind, key.id)
            return held.state if held else None

        return reach_of(KINDS[record.kind], record.state, state_of)

    def _newest(self, kind: str, entity_id: str) -> Record:
        records = self._store.history(kind, entity_id)
        if not records:
            raise NotFoundError(says="nothing_found", name=entity_id[:32], field="id")
        return records[-1]


def require_sight(caller: Caller, kind: Kind[Any], reach: Reach) -> None:
    """Refuse whoever may not see the record at all.

    Raises:
        NotAllowedError: says that this account may not.
    """
    require(caller, "reveal", reach.place)
    if not kind.may_be_seen(caller, reach):
        raise NotAllowedError(says="not_allowed", field="role")


def _wanted(caller: Caller, kind: str, fields: Sequence[str]) -> list[str]:
    declared = KINDS.get(kind)
    if declared is None or caller.role not in declared.audience.roles or not declared.personal:
        raise InvalidError(says="nothing_personal", field="kind")
    known = declared.personal.keys()
    if unknown := sorted(set(fields) - known):
        raise InvalidError(says="unknown_personal_field", name=unknown[0][:32], field="fields")
    return sorted(fields or known)
