"""The rota: who stands at which window on a day, for which unit; swaps, absences, substitutes.

A row is a window, a day and a half of it. Its unit sends somebody by an account or by name. What
changes a row keeps the one before it in the journal: the rota of any day can be told as it was.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from domain.centre.premises.places import Centre, Staffing
from domain.errors import ConflictError, InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import FLAG, Masking, fields_of
from domain.tables import Columns, RowError, Sheet, wrong_row

COLUMNS = ("日期", "时段", "窗口", "单位", "账号", "姓名", "电话")
MOST_ROWS = 2000
TABLE = Columns(COLUMNS, COLUMNS[:4], MOST_ROWS)
LONGEST_NAME, LONGEST_REASON = 32, 200
# A row is kept for six months from when it was written: it must not go before its day.
FARTHEST_DAY = timedelta(days=180)
_ACCOUNT = re.compile(r"[\w.@-]{1,64}")
_PHONE = re.compile(r"[0-9+() -]{0,32}")


class Half(StrEnum):
    """Which part of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


HALF_NAMES: Mapping[Half, str] = {Half.MORNING: "上午", Half.AFTERNOON: "下午"}


@dataclass(frozen=True, slots=True)
class WindowDuty:
    """Somebody at a window for half a day.

    Attributes:
        account: who it is, where they have an account; else `name` alone tells.
        asked_swap: the id of the row its holder wants to swap with; empty for none.
        is_absent: whoever was to stand there does not come; `substitute_of` is kept of them.
        substitute_of: the account whose place it is, where another one stands in.
        is_removed: nobody is planned there any more.
    """

    duty_id: str
    day: str
    half: Half
    window: str
    unit: str
    account: str | None = None
    asked_swap: str | None = None
    is_absent: bool = False
    substitute_of: str | None = None
    is_removed: bool = False
    name: str | None = None
    phone: str | None = None
    reason: str | None = None


WINDOW_DUTY = Kind(
    name="window_duty",
    entity=WindowDuty,
    fields=fields_of(
        WindowDuty,
        is_removed={"shape": FLAG, "may_be_absent": True, "default": False},
        name={"personal": Masking.PERSON},
        phone={"personal": Masking.PHONE},
        reason={"personal": Masking.WORDS},
    ),
    id_field="duty_id",
    audience=Audience(("rota.see", "journal.read")),
    kept=Kept.SIX_MONTHS,
    removed_field="is_removed",
    day_field="day",
    title="窗口排班",
    says={
        "write": "排定窗口 {window}（{day}）",
        "remove": "取消窗口 {window} 的排班（{day}）",
        "absent": "登记窗口 {window} 缺勤（{day}）",
        "substitute": "窗口 {window} 顶班（{day}）",
        "ask_swap": "申请窗口 {window} 换班（{day}）",
        "swap": "窗口 {window} 换班（{day}）",
        "erased": "个人信息已删除",
    },
)


NOON = time(13)


def half_of(at: time) -> Half:
    """The half of the day a time belongs to, by the district's clock."""
    return Half.MORNING if at < NOON else Half.AFTERNOON


def duty_id_of(day: date, half: Half, window: str) -> str:
    """One row for a window, a day and a half of it: made of what makes it one."""
    return f"{day:%Y%m%d}-{half.value}-{window}"


@dataclass(frozen=True, slots=True)
class Written:
    """A row as it is written into the form or the file; empty for what is not told."""

    day: date
    half: Half
    window: str
    unit: str
    account: str = ""
    name: str = ""
    phone: str = ""


def planned(row: Written, centre: Centre, accounts: Collection[str], today: date) -> WindowDuty:
    """A row of the rota.

    Args:
        row: as it is written.
        centre: whose windows and units.
        accounts: the names of those that exist.
        today: by the district's clock.

    Raises:
        InvalidError: no such window, unit or account; nobody is named; the day is past or too far.
    """
    if row.day < today:
        raise InvalidError(says="rota_day_past", field="day")
    if row.day - today > FARTHEST_DAY:
        raise InvalidError(says="rota_day_too_far", days=FARTHEST_DAY.days, field="day")
    window = centre.windows.get(row.window)
    if window is None or window.is_closed:
        raise InvalidError(says="window_unknown", window=row.window[:64], field="window")
    unit = centre.units.get(row.unit)
    if unit is None or unit.is_closed:
        raise InvalidError(says="unit_unknown", unit=row.unit[:64], field="unit")
    if unit.staffing is Staffing.ON_CALL:
        raise InvalidError(says="unit_on_call", unit=unit.name, field="unit")
    if not row.account and not row.name:
        raise InvalidError(says="rota_of_nobody", field="account")
    if row.account and (not _ACCOUNT.fullmatch(row.account) or row.account not in accounts):
        raise InvalidError(says="account_unknown", account=row.account[:64], field="account")
    if not _PHONE.fullmatch(row.phone):
        raise InvalidError(says="phone_wrong", field="phone")
    return WindowDuty(
        duty_id=duty_id_of(row.day, row.half, row.window),
        day=row.day.isoformat(),
        half=row.half,
        window=row.window,
        unit=row.unit,
        account=row.account or None,
        name=as_text(row.name, "name", longest=LONGEST_NAME) if row.name else None,
        phone=row.phone.strip() or None,
    )


def check_not_elsewhere(duty: WindowDuty, others: Sequence[WindowDuty]) -> None:
    """Whether somebody stands at another window in the same half of the day.

    Raises:
        ConflictError: says at which.
    """
    for one in others:
        is_same = one.account and one.account == duty.account
        if is_same and one.half is duty.half and one.duty_id != duty.duty_id and not one.is_absent:
            raise ConflictError(
                says="rota_elsewhere", account=one.account, window=one.window, field="account"
            )


def absent(duty: WindowDuty, reason: str) -> WindowDuty:
    """Whoever was to stand there does not come.

    Raises:
        InvalidError: no reason.
    """
    return replace(duty, is_absent=True, reason=as_text(reason, "reason", longest=LONGEST_REASON))


def substituted(duty: WindowDuty, account: str, name: str, accounts: Collection[str]) -> WindowDuty:
    """Another one stands in.

    Raises:
        InvalidError: nobody is named, no such account, or the same one.
    """
    if not account and not name:
        raise InvalidError(says="rota_of_nobody", field="account")
    if account and account not in accounts:
        raise InvalidError(says="account_unknown", account=account[:64], field="account")
    if account and account == duty.account:
        raise InvalidError(says="substitute_is_same", field="account")
    return replace(
        duty,
        account=account or None,
        name=as_text(name, "name", longest=LONGEST_NAME) if name else None,
        phone=None,
        substitute_of=duty.account or duty.substitute_of,
        is_absent=False,
        asked_swap=None,
    )


def swap_asked(duty: WindowDuty, other: WindowDuty, by: str) -> WindowDuty:
    """Its holder asks to swap with another row; the other's holder or the duty clerk agrees.

    Raises:
        ConflictError: it is not the asker's, or both are the same one's.
    """
    if duty.account != by:
        raise ConflictError(says="rota_not_yours", field="duty_id")
    if other.account is None or other.account == by:
        raise ConflictError(says="swap_with_nobody", field="other_id")
    return replace(duty, asked_swap=other.duty_id)


def swapped(duty: WindowDuty, other: WindowDuty) -> tuple[WindowDuty, WindowDuty]:
    """Both rows with each other's people; window, day and half stay."""

    def given(to: WindowDuty, of: WindowDuty) -> WindowDuty:
        return replace(
            to,
            unit=of.unit,
            account=of.account,
            name=of.name,
            phone=of.phone,
            is_absent=of.is_absent,
            substitute_of=of.substitute_of,
            reason=of.reason,
            asked_swap=None,
        )

    return given(duty, other), given(other, duty)


# the file ------------------------------------------------------------------------------------


def read_rows(table: Sheet, centre: Centre) -> tuple[list[tuple[int, Written]], list[RowError]]:
    """The rows of a file, and what is wrong in it, row by row; columns may stand in any order."""
    rows, errors = TABLE.texts(table)
    found: list[tuple[int, Written]] = []
    seen: set[str] = set()
    for number, told in rows:
        try:
            written = _row(told, centre)
        except InvalidError as error:
            errors.append(RowError(number, error.field or "", error))
            continue
        key = duty_id_of(written.day, written.half, written.window)
        if key in seen:
            errors.append(wrong_row(number, "window", says="rota_row_twice"))
        seen.add(key)
        found.append((number, written))
    return found, errors


def _row(told: Mapping[str, str], centre: Centre) -> Written:
    try:
        day = date.fromisoformat(told.get("日期", "")[:10].replace("/", "-"))
    except ValueError:
        raise InvalidError(says="day_wrong", field="day") from None
    half = next((one for one, name in HALF_NAMES.items() if name == told.get("时段")), None)
    if half is None:
        raise InvalidError(says="half_wrong", field="half")
    window = told.get("窗口", "").zfill(2)
    unit = told.get("单位", "")
    by_name = {one.name: code for code, one in centre.units.items()}
    return Written(
        day=day,
        half=half,
        window=window,
        unit=by_name.get(unit, unit),
        account=told.get("账号", ""),
        name=told.get("姓名", ""),
        phone=told.get("电话", ""),
    )
