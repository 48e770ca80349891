"""Who is in charge of a case above its body: the leader, who stands in, a level higher."""

from dataclasses import replace

from domain.centre.cases.case import Case, Level
from domain.centre.loop.said import Taken
from domain.errors import ConflictError, InvalidError

# From the lightest to the gravest; a case without a level begins below them all.
LEVELS = (Level.BLUE, Level.YELLOW, Level.ORANGE, Level.RED)
GRAVE = frozenset({Level.ORANGE, Level.RED})


def needs_review(case: Case) -> bool:
    """Whether somebody looks at it again before it is closed: grave ones, and led ones."""
    return case.level in GRAVE or case.leader is not None


def lead(case: Case, taken: Taken) -> Case:
    """A leader takes it in charge (包案); whoever led it before sees it no longer.

    Raises:
        InvalidError: what is said with it does not do.
    """
    said = taken.said
    if not said.leader:
        raise InvalidError(says="leader_missing", field="leader")
    before = without(case, case.leader, case.deputy)
    return with_people(
        replace(before, leader=said.leader, deputy=said.deputy, signed_by=None),
        said.leader,
        said.deputy,
    )


def stand_in(case: Case, taken: Taken) -> Case:
    """Somebody stands in for the leader while that one is away; with nobody named, no longer.

    Raises:
        ConflictError: no leader is in charge.
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    if case.leader is None:
        raise ConflictError(says="case_has_no_leader", field="step")
    if taken.said.deputy == case.leader:
        raise InvalidError(says="deputy_is_leader", field="deputy")
    before = without(case, case.deputy)
    return with_people(replace(before, deputy=taken.said.deputy), taken.said.deputy)


def sign(case: Case, taken: Taken) -> Case:
    """The leader in charge has signed, or who stands in.

    Raises:
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    return replace(case, signed_by=taken.by.actor)


def escalate(case: Case, taken: Taken) -> Case:
    """One level graver.

    Raises:
        ConflictError: it is of the gravest already.
        InvalidError: what is said with it does not do.
    """
    _ = taken.reason
    at = LEVELS.index(case.level) if case.level else -1
    if at + 1 >= len(LEVELS):
        raise ConflictError(says="case_at_highest_level", field="step")
    return replace(case, level=LEVELS[at + 1])


def without(case: Case, *accounts: str | None) -> Case:
    """The case unseen by these, unless they have a part in it otherwise."""
    keep = {*case.mediators, case.first_clerk}
    gone = {*accounts} - keep
    return replace(case, people=tuple(one for one in case.people if one not in gone))


def with_people(case: Case, *accounts: str | None) -> Case:
    """The case seen by these as well."""
    more = (one for one in accounts if one)
    return replace(case, people=tuple(dict.fromkeys((*case.people, *more))))
