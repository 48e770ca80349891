"""Checklists: reading and editing them, and keeping what was answered with the incident."""

from typing import Any

from domain.access.access import require
from domain.access.callers import Caller
from domain.desk.desk_rights import check_may_act
from domain.errors import ConflictError, NotFoundError
from domain.incidents.checklists import (
    first_version,
    from_state,
    read_answers,
    read_items,
    to_state,
)
from domain.incidents.incidents import IncidentClass
from domain.live.records import Change, Record
from domain.moments import to_iso
from operations.threads import Work
from store import Store


class DeskChecklists:
    """One checklist for each class; every version stays in the journal."""

    def __init__(self, store: Store, work: Work) -> None:
        self._store = store
        self._work = work

    async def read(self, incident_class: IncidentClass) -> dict[str, Any]:
        """The newest version; the first stands before anybody has edited it."""
        return await self._work.read(lambda: self._newest(incident_class))

    def _newest(self, incident_class: IncidentClass) -> dict[str, Any]:
        record = self._store.newest("checklist", incident_class.value)
        if record is not None:
            return dict(record.state)
        items = to_state(first_version(incident_class))
        return {"class": incident_class.value, "version": 1, "items": items}

    async def version(self, incident_class: IncidentClass, number: int) -> dict[str, Any]:
        """An earlier version, to look at or to take up again.

        Raises:
            NotFoundError: there is no such version.
        """
        items = await self._work.read(lambda: self._version(incident_class, number))
        return {"class": incident_class.value, "version": number, "items": items}

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
        items = to_state(read_items(raw_items))

        def write() -> dict[str, Any]:
            with self._store.transaction() as tx:
                newest = self._newest(incident_class)
                if newest["version"] != version:
                    raise ConflictError(
                        f"清单已被改到第 {newest['version']} 版；请刷新后在新版上修改。",
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

        return await self._work.write(write)

    async def answer(
        self, number: str, version: int, raw: object, *, caller: Caller
    ) -> dict[str, Any]:
        """Keep the answers of an incident, as answers to the version they were asked by.

        Raises:
            NotFoundError: no such incident, or no such version.
            InvalidError: an answer to nothing.
        """

        def write() -> dict[str, Any]:
            with self._store.transaction() as tx:
                incident = tx.incident(number) if "\x00" not in number else None
                if incident is None:
                    raise NotFoundError(
                        f"没有编号为 {number[:32]} 的事件；请核对编号。", field="number"
                    )
                check_may_act(caller, incident)
                items = self._version(incident.incident_class, version)
                answers = read_answers(raw, from_state(items))
                record = tx.append(
                    Change(
                        "checklist_answers",
                        number,
                        "answer",
                        {
                            "number": number,
                            "class": incident.incident_class.value,
                            "version": version,
                        },
                        caller.actor,
                        tx.at,
                        private={"answers": answers},
                    )
                )
                return _told(record, answers)

        return await self._work.write(write)

    def _version(self, incident_class: IncidentClass, version: int) -> list[dict[str, Any]]:
        if version == 1:
            return to_state(first_version(incident_class))
        for record in self._store.history("checklist", incident_class.value):
            if record.state["version"] == version:
                return list(record.state["items"])
        raise NotFoundError("没有这一版清单；请刷新清单再填。", field="version")


def _told(record: Record, answers: dict[str, Any]) -> dict[str, Any]:
    return {
        **record.state,
        "answers": answers,
        "at": to_iso(record.at),
        "actor": record.actor,
    }
