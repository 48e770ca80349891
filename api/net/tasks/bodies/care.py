"""Care visits: what is read and answered, for those who visit."""

from typing import Annotated

from pydantic import Field

from api.typed import Answer, Body, Longest
from domain.moments import to_iso
from domain.net.tasks.care import CareLine, CarePerson, CareVisit

_Day = Annotated[str, Field(max_length=10)]
_Code = Annotated[str, Field(max_length=64)]
_Words = Annotated[str | None, Longest(1000)]


class CareIn(Body):
    """Whom to visit."""

    area_code: _Code
    group: str
    name: str = Field(max_length=64)
    address: str = Field(max_length=200)
    visitors: list[_Code] = Field(max_length=20)
    from_day: _Day = ""


class CareVisitIn(Body):
    """A care visit that was made."""

    outcome: str
    companions: list[str] = Field([], max_length=3)
    note: _Words = None


class CareOut(Answer):
    """Somebody who is visited, for those who visit."""

    care_id: str
    group: str
    area_code: str
    every: str
    needs_companion: bool
    from_day: str
    ended_on: str | None


class CareLineOut(Answer):
    """A care visit that is due."""

    visit_id: str
    care_id: str
    group: str
    area_code: str
    name: str | None
    address: str | None
    needs_companion: bool
    opens: str
    due: str
    outcome: str | None


class CareList(Answer):
    """The care visits of the caller."""

    items: list[CareLineOut]


class CareVisitOut(Answer):
    """A care visit that was made."""

    visit_id: str
    care_id: str
    due_on: str
    at: str
    by: str
    outcome: str
    companions: list[str]


def care_out(one: CarePerson) -> CareOut:
    """Somebody who is visited, without a name: whoever assigned it knows it."""
    return CareOut(
        care_id=one.care_id, group=one.group.value, area_code=one.area_code,
        every=one.every.value, needs_companion=one.needs_companion, from_day=one.from_day,
        ended_on=one.ended_on,
    )  # fmt: skip


def care_line_out(one: CareLine) -> CareLineOut:
    """A visit that is due, for who visits: they need name and address."""
    person = one.due.person
    return CareLineOut(
        visit_id=one.due.visit_id, care_id=person.care_id, group=person.group.value,
        area_code=person.area_code, name=person.name, address=person.address,
        needs_companion=person.needs_companion, opens=one.due.opens.isoformat(),
        due=one.due.due.isoformat(), outcome=one.visit.outcome.value if one.visit else None,
    )  # fmt: skip


def care_visit_out(one: CareVisit) -> CareVisitOut:
    """A visit as it is answered."""
    return CareVisitOut(
        visit_id=one.visit_id, care_id=one.care_id, due_on=one.due_on, at=to_iso(one.at),
        by=one.by, outcome=one.outcome.value, companions=list(one.companions),
    )  # fmt: skip
