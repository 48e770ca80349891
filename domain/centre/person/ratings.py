"""What a party says of how their case was handled: one to five, and a sentence.

Said by the person alone; the clerk's call-back is another figure (`Case.satisfaction`).
"""

from dataclasses import dataclass
from datetime import datetime

from domain.centre.cases.case import Case, Result
from domain.centre.cases.stages import Stage
from domain.errors import InvalidError
from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of

MOST_STARS = 5
LONGEST_SENTENCE = 200
_ENDED = frozenset({Stage.CALL_BACK, Stage.CLOSING, Stage.CLOSED})


@dataclass(frozen=True, slots=True)
class CaseRating:
    """What one party said at one end of a case.

    Attributes:
        round: how often the case had been taken up again: each end is rated by itself.
        stars: from 1 to 5.
        words: a sentence, if one was said.
    """

    rating_id: str
    case_code: str
    party_id: str
    round: int
    stars: int
    at: datetime
    words: str | None = None


CASE_RATING = Kind(
    name="case_rating",
    entity=CaseRating,
    fields=fields_of(CaseRating, words={"personal": Masking.WORDS}),
    id_field="rating_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="party_id", kind_field="", kind="case_party"),
    title="当事人评价",
    says={"rate": "当事人作出评价", "erased": "个人信息已删除"},
)


def rating_id(case: Case, party_id: str) -> str:
    """Names what a party says of the end a case has come to; once each."""
    return f"R-{case.reopened}-{party_id}"


def may_be_rated(case: Case) -> bool:
    """Whether its people may say how it was handled: it has ended, and nothing seals it."""
    return case.stage in _ENDED and case.result is not Result.JOINED and not case.is_sealed


def check_stars(text: str) -> int:
    """The stars somebody chose.

    Raises:
        InvalidError: none of 1 to 5.
    """
    if text not in {str(one) for one in range(1, MOST_STARS + 1)}:
        raise InvalidError(says="stars_wrong", most=MOST_STARS, field="stars")
    return int(text)
