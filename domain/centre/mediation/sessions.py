"""A session of mediation: planned, held or broken off, with consents and a record in four parts.

What is not in dispute (无争议事实) is kept apart from what was offered: concessions are never told
to a court.

Source: 人民调解法, articles 3, 17, 20, 25, 26; 人民法院在线调解规则, articles 18 and 22;
反家庭暴力法, article 23.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.centre.cases.case import Case, Flag
from domain.centre.cases.categories import Category
from domain.centre.cases.safeguards import check_apart, check_told
from domain.errors import ConflictError, InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of

LONGEST_SESSION = timedelta(hours=8)


class Manner(StrEnum):
    """How the sides meet."""

    TOGETHER = "together"
    APART = "apart"  # 背对背
    REMOTE = "remote"
    HOME_VISIT = "home_visit"


# In these nobody meets the other side.
APART = frozenset({Manner.APART, Manner.REMOTE})


class SessionState(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    HELD = "held"
    REFUSED = "refused"  # a side clearly refused: that ends it
    CANCELLED = "cancelled"


class Guest(StrEnum):
    """Who else is there, with the consent of the sides."""

    INTERPRETER = "interpreter"
    KIN = "kin"
    NEIGHBOUR = "neighbour"
    EXPERT = "expert"
    PSYCHOLOGIST = "psychologist"
    LAWYER = "lawyer"


@dataclass(frozen=True, slots=True)
class MediationSession:
    """A session.

    Attributes:
        place: the code of a room; None where they meet elsewhere.
        booking: what holds room and mediators; None where nothing is booked.
        is_closed: not public; always so in marriage matters and where there was violence.
        mediators: numbers in the pool.
        consents, refusals: ids of the parties that agreed to sit, and of those that refused.
        guests: words of `Guest`.
        told_protection: 人身安全保护令 was told of.
        told_police: the police were told of a risk of crime.
        guest_names, facts, issues, positions, undisputed: the record; `positions` holds what each
            side offered and leaves the centre in no paper.
    """

    session_id: str
    case_code: str
    begins_at: datetime
    ends_at: datetime
    manner: Manner
    state: SessionState
    planned_by: str
    mediators: tuple[str, ...] = ()
    chair: str | None = None
    place: str | None = None
    booking: str | None = None
    is_closed: bool = False
    consents: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    told_protection: bool = False
    told_police: bool = False
    held_by: str | None = None
    guest_names: str | None = None
    facts: str | None = None
    issues: str | None = None
    positions: str | None = None
    undisputed: str | None = None


_WORDS = {"personal": Masking.WORDS}
MEDIATION_SESSION = Kind(
    name="mediation_session",
    entity=MediationSession,
    fields=fields_of(
        MediationSession,
        guest_names=_WORDS,
        facts=_WORDS,
        issues=_WORDS,
        positions=_WORDS,
        undisputed=_WORDS,
    ),
    id_field="session_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="case_code", kind_field="", kind="case"),
    title="调解会议",
    says={
        "plan": "安排了调解",
        "hold": "记录了调解",
        "refuse": "当事人拒绝，调解终止",
        "cancel": "取消了调解",
        "erased": "个人信息已删除",
    },
)


def must_be_closed(case: Case) -> bool:
    """Whether nobody but the sides and their mediators may be there."""
    return case.category is Category.MARRIAGE_FAMILY or Flag.VIOLENCE in case.flags


def planned(session: MediationSession, case: Case) -> MediationSession:
    """The session as it may be planned.

    Raises:
        InvalidError: it ends before it begins or lasts too long; nobody mediates; face to face
            although there was violence.
    """
    if not session.begins_at < session.ends_at <= session.begins_at + LONGEST_SESSION:
        hours = LONGEST_SESSION // timedelta(hours=1)
        raise InvalidError(says="session_span", hours=hours, field="ends_at")
    if not session.mediators:
        raise InvalidError(says="session_no_mediator", field="mediators")
    check_apart(case, is_apart=session.manner in APART, field="manner")
    return replace(session, is_closed=session.is_closed or must_be_closed(case))


@dataclass(frozen=True, slots=True)
class Held:
    """What is written of a session that took place."""

    consents: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    guest_names: str = ""
    guests_agreed: bool = False
    told_protection: bool = False
    told_police: bool = False
    facts: str = ""
    issues: str = ""
    positions: str = ""
    undisputed: str = ""


def held(
    session: MediationSession, case: Case, told: Held, party_ids: Sequence[str], by: str
) -> MediationSession:
    """The session after it took place, or after a side refused.

    Raises:
        ConflictError: it is no longer planned.
        InvalidError: a side has said nothing, somebody invited without consent, no offer of a
            protection order where there was violence, no word to the police where there is a risk
            of crime, or no facts.
    """
    if session.state is not SessionState.PLANNED:
        raise ConflictError(says="session_not_planned", field="session_id")
    check_apart(case, is_apart=session.manner in APART, field="manner")
    if not {*told.consents, *told.refusals} <= {*party_ids}:
        raise InvalidError(says="field_not_valid", field="consents")
    refused = bool(told.refusals)
    if not refused and {*told.consents} != {*party_ids}:
        raise InvalidError(says="session_consent_missing", field="consents")
    if (told.guests or told.guest_names) and not told.guests_agreed:
        raise InvalidError(says="guests_no_consent", field="guests_agreed")
    check_told(case, protection=told.told_protection, police=told.told_police)
    if not refused and not told.facts.strip():
        raise InvalidError(says="session_no_facts", field="facts")
    state = SessionState.REFUSED if refused else SessionState.HELD
    return replace(session, state=state, held_by=by, **_recorded(told))


def _recorded(told: Held) -> dict[str, Any]:
    """What is told of a session, as the session keeps it."""
    return {
        "consents": told.consents,
        "refusals": told.refusals,
        "guests": told.guests,
        "guest_names": told.guest_names or None,
        "told_protection": told.told_protection,
        "told_police": told.told_police,
        "facts": told.facts or None,
        "issues": told.issues or None,
        "positions": told.positions or None,
        "undisputed": told.undisputed or None,
    }


def is_record(session: MediationSession, told: Held) -> bool:
    """Whether this is what stands written of a session already."""
    if session.state not in {SessionState.HELD, SessionState.REFUSED}:
        return False
    return replace(session, **_recorded(told)) == session


def cancelled(session: MediationSession) -> MediationSession:
    """It does not take place.

    Raises:
        ConflictError: it did.
    """
    if session.state is not SessionState.PLANNED:
        raise ConflictError(says="session_not_planned", field="session_id")
    return replace(session, state=SessionState.CANCELLED)


def undisputed_of(sessions: Sequence[MediationSession]) -> tuple[str, ...]:
    """What a court may be told of the sessions: what is not in dispute, and nothing else."""
    told = (one.undisputed for one in sessions if one.state is SessionState.HELD)
    return tuple(dict.fromkeys(text for text in told if text))
