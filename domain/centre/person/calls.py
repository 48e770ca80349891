"""A call to a party of a case, and what came of it; or the slip or text that stood in for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.errors import InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of

LONGEST_PUT_OFF = timedelta(days=30)
LONGEST_NOTE = 200


class Why(StrEnum):
    """Why somebody is called; the most urgent first."""

    SESSION = "session"
    CONFIRMATION = "confirmation"
    INSTALMENT = "instalment"
    CALL_BACK = "call_back"
    RATING = "rating"


class Came(StrEnum):
    """What came of it."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    AGAIN = "again"  # asked to be called on another day
    PRINTED = "printed"  # a slip was printed instead
    TEXTED = "texted"  # or a text message was taken by the gateway


# After these nobody is called again for the same reason.
DONE = frozenset({Came.REACHED, Came.PRINTED, Came.TEXTED})


@dataclass(frozen=True, slots=True)
class CaseCall:
    """A call to a party, or the slip that was printed instead.

    Attributes:
        occasion: what it was about, within the case: one session, one instalment, one end.
        again_on: the day on which to call again; only with `Came.AGAIN`.
        note: what was said, in a sentence.
    """

    call_id: str
    case_code: str
    party_id: str
    occasion: str
    why: Why
    came: Came
    at: datetime
    by: str
    again_on: str | None = None
    note: str | None = None


CASE_CALL = Kind(
    name="case_call",
    entity=CaseCall,
    fields=fields_of(CaseCall, note={"personal": Masking.WORDS}),
    id_field="call_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="party_id", kind_field="", kind="case_party"),
    title="电话提醒",
    says={
        "call": "记录了电话提醒",
        "print": "打印了提醒单",
        "text": "发送了短信提醒",
        "not_texted": "短信提醒没有发出",
        "erased": "个人信息已删除",
    },
)


def check_again(text: str, today: date) -> str:
    """The day on which somebody asked to be called.

    Raises:
        InvalidError: it is no day, not after today, or too far away.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidError(says="call_again_day", field="again_on") from None
    if not today < day <= today + LONGEST_PUT_OFF:
        raise InvalidError(says="call_again_day", field="again_on")
    return day.isoformat()
