"""Days nobody is asked for work: leave, illness, training. Why somebody is away is not kept."""

from dataclasses import dataclass
from datetime import date

from domain.errors import InvalidError
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import AREA, fields_of

LONGEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away, from the first to the last day.

    Leave, illness and training are one thing here: they are neutral, and illness is nobody's
    business.
    """

    absence_id: str
    person: str
    area_code: str
    first: str
    last: str
    by: str
    is_void: bool = False
    is_demo: bool = False


CREDIT_ABSENCE = Kind(
    name="credit_absence",
    entity=Absence,
    fields=fields_of(Absence, area_code={"shape": AREA}),
    id_field="absence_id",
    audience=Audience(("credit.persons",), area_field="area_code"),
    is_streamed=False,
    kept=Kept.NEWEST,
    removed_field="is_void",
    title="缺勤（不计考核）",
    says={"add": "登记了不计考核的日期", "void": "撤回了不计考核的日期"},
)


def check_days(first: str, last: str) -> tuple[str, str]:
    """First and last day as they are kept.

    Raises:
        InvalidError: no days, in the wrong order, or too many.
    """
    try:
        begins, ends = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    except ValueError:
        raise InvalidError(says="field_not_valid", field="first") from None
    if not begins <= ends or (ends - begins).days >= LONGEST_DAYS:
        raise InvalidError(says="field_not_valid", field="last")
    return begins.isoformat(), ends.isoformat()
