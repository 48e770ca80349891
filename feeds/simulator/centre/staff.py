"""Who works at the demo's centre: accounts by role, each with a name that is visibly invented.

A new user signs in as one of them (docs/centre.md); the demo's cases are theirs.
"""

from dataclasses import dataclass

from domain.access.callers import Caller
from domain.centre.firms.seed import CONTACT

_BODIES = (
    "visits", "litigation", "people_mediation", "legal_service", "legal_aid", "labour_arbitration",
)  # fmt: skip
_UNITS = (
    "human_resources", "public_security", "housing", "natural_resources", "market", "environment",
    "agriculture_water", "civil_affairs", "health", "city_management", "justice",
)  # fmt: skip
MEDIATORS, LEADERS = 24, 6


@dataclass(frozen=True, slots=True)
class Member:
    """An account of the demo's centre. `display_name`: 演示 and a number."""

    name: str
    role: str
    department: str | None
    display_name: str

    @property
    def caller(self) -> Caller:
        """Who they are to the rules."""
        return Caller(self.name, self.role, department=self.department)


def _staff() -> tuple[Member, ...]:
    named = [
        *((f"window-{n}", "window_clerk", "governance") for n in (1, 2, 3)),
        *((f"duty-{n}", "duty_clerk", "governance") for n in (1, 2)),
        *((f"reviewer-{n}", "case_reviewer", "governance") for n in (1, 2)),
        ("secretary-1", "study_secretary", "governance"),
        *((f"officer-{body}", "body_officer", body) for body in ("governance", *_BODIES, *_UNITS)),
        *((f"mediator-{n:02}", "mediation", None) for n in range(1, MEDIATORS + 1)),
        *((f"leader-{n}", "leader", None) for n in range(1, LEADERS + 1)),
        *((f"discipline-{n}", "discipline_officer", "discipline") for n in (1, 2)),
        (CONTACT, "firm_contact", None),
        ("partner-1", "partner", None),
    ]
    return tuple(
        Member(name, role, department, f"演示-{9000 + number}")
        for number, (name, role, department) in enumerate(named, 1)
    )


STAFF = _staff()
_BY_NAME = {one.name: one for one in STAFF}


def member_of(name: str) -> Member:
    """The account of a name.

    Raises:
        KeyError: there is none.
    """
    return _BY_NAME[name]


def of_role(role: str) -> list[Member]:
    """The accounts of a role, in their order."""
    return [one for one in STAFF if one.role == role]
