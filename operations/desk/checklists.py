"""Checklists: reading and editing them, and keeping what was answered with the incident."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_act
from domain.errors import ConflictError, NotFoundError
from domain.incidents.checklists import (
    Item,
    first_version,
    from_state,
    item_id,
    read_answers,
    read_items,
    to_state,
)
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus
from domain.live.records import Change, Record
from domain.moments import to_iso
from operations.desk.intake import taken_by
from operations.incidents.found import incident_in
from operations.threads import Work
from operations.transactions import in_transaction
from store import Records, Store, Transaction


class DeskChecklists:
    """One checklist for each class; every version stays in the journal."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store = store
        self._work = work

    async def read(self, incident_class: IncidentClass) -> dict[str, Any]:
        """The newest version; the first stands before anybody has edited it."""
        return await self._work.read(lambda: self._newest(self._store, incident_class))

    @staticmethod
    def _newest(records: Records, incident_class: IncidentClass) -> dict[str, Any]:
        record = records.newest("checklist", incident_class.value)
        if record is not None:
            items = to_state(from_state(record.state["items"], incident_class))
            return {**record.state, "items": items}
        items = to_state(first_version(incident_class))
        return {"class": incident_class.value, "version": 1, "items": items}

    async def version(self, incident_class: IncidentClass, number: int) -> dict[str, Any]:
        """An earlier version, to look at or to take up again.

        Raises:
            NotFoundError: there is no such version.
        """
        items = await self._work.read(lambda: self._version(self._store, incident_class, number))
        return {"class": incident_class.value, "version": number, "items": to_state(items)}

    async def versions(self, incident_class: IncidentClass) -> list[dict[str, Any]]:
        """Who wrote which version when, newest first."""
        records = await self._work.read(
            lambda: self._store.history("checklist", incident_class.value)
        )
        told = [
            {"version": one.state["version"], "at": to_iso(one.at), "actor": one.actor}
            for one in reversed(records)
        ]
        return [*told, {"version": 1, "at": None, "actor": "onescreen"}]

    async def write(
        self, incident_class: IncidentClass, version: int, raw_items: object, *, caller: Caller
    ) -> dict[str, Any]:
        """Write the next version.

        Raises:
            NotAllowedError: the caller may not.
            InvalidError: a line that is none.
            ConflictError: somebody else has written a newer version.
        """
        require(caller, "settings.manage")
        items = to_state(read_items(raw_items, incident_class))

        def write(tx: Transaction) -> dict[str, Any]:
            newest = self._newest(tx, incident_class)
            if newest["version"] != version:
                raise ConflictError(
                    says="checklist_changed",
                    version=newest["version"],
                    field="version",
                )
            state = {
                "class": incident_class.value,
                "version": version + 1,
                "items": items,
            }
            tx.append(
                Change("checklist", incident_class.value, "write", state, caller.actor, tx.at)
            )
            return state

        return await in_transaction(self._store, self._work, write)

    async def answer(
        self,
        number: str,
        version: int,
        raw: object,
        *,
        caller: Caller,
        incident_class: IncidentClass | None = None,
    ) -> dict[str, Any]:
        """Keep the answers of an incident, each with the question it answers.

        What was answered before and is not named stays, also when the class is another by now.

        Args:
            number: the incident.
            version: of the checklist they were asked by.
            raw: answers by the id of the question.
            caller: who asks.
            incident_class: whose checklist that was; None for the incident's present class.

        Raises:
            NotFoundError: no such incident, or no such version.
            InvalidError: an answer to nothing.
        """

        def write(tx: Transaction) -> dict[str, Any]:
            incident = incident_in(tx, number)
            self._check_may_answer(tx, caller, incident)
            asked = incident_class or incident.incident_class
            items = self._version(tx, asked, version)
            given = read_answers(raw, items, asked)
            return self._keep(tx, number, asked, version, items, given, caller)

        return await in_transaction(self._store, self._work, write)

    def _check_may_answer(self, tx: Transaction, caller: Caller, incident: Incident) -> None:
        """Who acts on an incident writes its answers, and who took the call until it is accepted.

        Raises:
            NotAllowedError: says who may.
        """
        is_waiting = incident.status is IncidentStatus.REPORTED
        if is_waiting and taken_by(tx, incident.number) == caller.actor:
            check_may_act(caller)
        else:
            check_may_act(caller, incident)

    def _keep(
        self,
        tx: Transaction,
        number: str,
        asked: IncidentClass,
        version: int,
        items: Sequence[Item],
        given: Mapping[str, Any],
        caller: Caller,
    ) -> dict[str, Any]:
        held = tx.newest("checklist_answers", number)
        answers = {**(answers_of(held) if held else {}), **given}
        answers = {key: value for key, value in answers.items() if value is not None}
        questions = {one["id"]: one for one in (self._questions(tx, held) if held else [])}
        questions |= {
            one["id"]: {**one, "class": asked.value, "version": version}
            for one in to_state(items)
            if one["id"] in given  # what was answered before keeps the words it was asked in
        }
        state = {
            "number": number,
            "class": asked.value,
            "version": version,
            "items": [questions[key] for key in answers if key in questions],
            "changed": [key for key in given if given[key] is not None],
        }
        record = tx.append(
            Change(
                "checklist_answers", number, "answer", state, caller.actor, tx.at,
                private={"answers": answers},
            )
        )  # fmt: skip
        return {**state, "answers": answers, "at": to_iso(record.at), "actor": record.actor}

    def questions(self, record: Record) -> list[dict[str, Any]]:
        """The questions of a record of answers; older records name only class and version."""
        return self._questions(self._store, record)

    def _questions(self, records: Records, record: Record) -> list[dict[str, Any]]:
        if "items" in record.state:
            return list(record.state["items"])
        asked, version = IncidentClass(record.state["class"]), record.state["version"]
        try:
            items = self._version(records, asked, version)
        except NotFoundError:
            return []
        given = answers_of(record)
        return [
            {**one, "class": asked.value, "version": version}
            for one in to_state(items)
            if one["id"] in given
        ]

    def _version(
        self, records: Records, incident_class: IncidentClass, version: int
    ) -> tuple[Item, ...]:
        if version == 1:
            return first_version(incident_class)
        for record in records.history("checklist", incident_class.value):
            if record.state["version"] == version:
                return from_state(record.state["items"], incident_class)
        raise NotFoundError(says="no_checklist_version", field="version")


def answers_of(record: Record) -> dict[str, Any]:
    """The answers of a record by the whole ids of their questions; none when they were erased."""
    given = (record.private or {}).get("answers", {})
    return {item_id_of(record, key): value for key, value in given.items()}


def item_id_of(record: Record, key: str) -> str:
    """An id from before ids named their class is one of the record's class."""
    return key if "." in key else item_id(record.state["class"], key)
