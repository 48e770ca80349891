"""Who mediates a case: what the step `assign` asks, at whatever door it is taken.

The page, its section of mediation and the API all end here, so that nobody is assigned past a bar
of the matching, and every assignment is kept with what was offered at that moment.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection

from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.loop.said import Said
from domain.centre.mediation.choices import MEDIATOR_CHOICE, MediatorChoice, kept_offers
from domain.centre.mediation.matching import Match, Wanted, check_choice, match, wanted_of
from domain.centre.mediation.mediators import Mediator
from domain.centre.mediation.records import records_of
from domain.centre.mediation.wishes import MediationWishes
from domain.errors import ConflictError, InvalidError
from operations.centre.cases.centre_desk import CentreDesk
from store import Transaction
from store.access.signing_in import signs_in_as
from store.centre import mediation as kept
from store.centre import mediators as pool_rows


def assigned(
    tx: Transaction, desk: CentreDesk, case: Case, said: Said, by: Caller
) -> tuple[Said, MediatorChoice]:
    """What is said with the step as the loop takes it, and the choice that is kept with it.

    Args:
        tx: in which the step is taken.
        desk: what the operations of the centre share.
        case: before the step.
        said: `mediators` and `chair` are numbers in the pool, or accounts of its people.
        by: who assigns.

    Raises:
        ConflictError: a sealed case; or one of them may not mediate it.
        InvalidError: too few, no chair, nobody of this name in the pool, or an account with which
            no mediator signs in.
    """
    check_mediated(case)
    pool = let_in(pool_rows.pool_of(tx.connection), case)
    number = {one.key: one.mediator_id for one in pool} | {
        m.mediator_id: m.mediator_id for m in pool
    }
    chosen = tuple(dict.fromkeys(number.get(one, one) for one in said.mediators))
    chair = number.get(said.chair or "", said.chair)
    by_number = {one.mediator_id: one for one in pool}
    wishes = kept.wishes_of(tx.connection, case.code)
    check_choice(chosen, chair, wanted(desk, case, wishes), by_number, desk.today())
    people = [by_number[one] for one in chosen]
    for one in people:
        check_signs_in(tx.connection, one.account)
    found = match_of(tx.connection, desk, case, wishes)
    choice = MediatorChoice(
        choice_id=said.choice_id or f"H-{uuid4().hex[:16]}",
        case_code=case.code,
        at=tx.at,
        by=by.actor,
        chosen_by=said.chosen_by,
        mediators=chosen,
        chair=chair if len(chosen) > 1 else chosen[0],
        offers=kept_offers(found, chosen),
        barred=len(found.barred),
        note=said.text or None,
    )
    # the line of the story tells numbers in the pool, nobody's name
    keys = tuple(one.key for one in people)
    return replace(said, mediators=keys, text="、".join(chosen)), choice


def keep_choice(tx: Transaction, choice: MediatorChoice) -> None:
    """Keep who was chosen, and why, beside the case."""
    tx.put(MEDIATOR_CHOICE, choice, action="choose", actor=choice.by)


def check_mediated(case: Case) -> None:
    """A sealed report is not mediated.

    Raises:
        ConflictError: it is one.
    """
    if case.is_sealed:
        raise ConflictError(says="sealed_not_mediated", field="code")


def check_leaders(connection: Connection, said: Said) -> None:
    """Who leads a case, and who stands in, sign in as leaders.

    Raises:
        InvalidError: there is no such account, it is closed, or it has another role.
    """
    for field, account in (("leader", said.leader), ("deputy", said.deputy)):
        if account and not signs_in_as(connection, account, "leader"):
            raise InvalidError(says="leader_account_wrong", account=account[:64], field=field)


def check_signs_in(connection: Connection, account: str | None) -> None:
    """A mediator who is named by an account signs in with it; one without an account need not.

    Raises:
        InvalidError: there is no such account, it is closed, or it has another role.
    """
    if account and not signs_in_as(connection, account, "mediation"):
        raise InvalidError(says="mediator_account_wrong", account=account[:64], field="mediators")


def wanted(desk: CentreDesk, case: Case, wishes: MediationWishes | None) -> Wanted:
    """What a case asks of its mediator, in this district."""
    return wanted_of(case, wishes, desk.houses.group_of_category)


def match_of(
    connection: Connection, desk: CentreDesk, case: Case, wishes: MediationWishes | None
) -> Match:
    """Who fits a case, and why."""
    pool = let_in(pool_rows.pool_of(connection), case)
    records = records_of(pool_rows.tallies_of(connection))
    return match(wanted(desk, case, wishes), pool, records, today=desk.today())


def let_in(pool: Sequence[Mediator], case: Case) -> list[Mediator]:
    """Those the case does not keep out; nobody else is even looked at."""
    return [one for one in pool if not {one.account, one.mediator_id} & {*case.never}]
