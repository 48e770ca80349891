"""How an incident ends: the words a dispatcher closes or cancels it with."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import InvalidError
from domain.incidents.incidents import IncidentStatus


@dataclass(frozen=True, slots=True)
class Disposition:
    """`ends` is the status it belongs to: closed, or cancelled."""

    code: str
    name: str
    ends: IncidentStatus


DISPOSITIONS: tuple[Disposition, ...] = (
    Disposition("settled", "现场处置完毕", IncidentStatus.CLOSED),
    Disposition("mediated", "调解成功", IncidentStatus.CLOSED),
    Disposition("handed_over", "已移交部门继续办理", IncidentStatus.CLOSED),
    Disposition("hospital", "已送医", IncidentStatus.CLOSED),
    Disposition("arrested", "已控制并移送", IncidentStatus.CLOSED),
    Disposition("advised", "已答复或劝导", IncidentStatus.CLOSED),
    Disposition("nothing_found", "到场未发现异常", IncidentStatus.CLOSED),
    Disposition("false_alarm", "误报", IncidentStatus.CANCELLED),
    Disposition("duplicate", "重复，已并入", IncidentStatus.CANCELLED),
    Disposition("withdrawn", "报警人撤回", IncidentStatus.CANCELLED),
    Disposition("outside", "不属本辖区，已转告", IncidentStatus.CANCELLED),
    Disposition("test", "测试或演练", IncidentStatus.CANCELLED),
)


# What the product itself ends incidents with: no district leaves these out.
KEPT = frozenset({"settled", "false_alarm", "duplicate"})
LONGEST_NAME = 32


def dispositions_of(
    closed: Sequence[str], cancelled: Sequence[str], without: Sequence[str]
) -> tuple[Disposition, ...]:
    """Those of a district: the ones all have but a few, and its own behind them.

    Its own have no code but their name, so that a record reads the same wherever it is opened.

    Args:
        closed: names of its own with which an incident is closed.
        cancelled: names of its own with which it is cancelled.
        without: codes of those all have that it does not offer.

    Raises:
        ValueError: says which word cannot stand there, and why.
    """
    codes = {one.code for one in DISPOSITIONS}
    if wrong := sorted(set(without) - codes):
        raise ValueError(f"there is no disposition {wrong[0]!r} to do without")
    if wrong := sorted(set(without) & KEPT):
        raise ValueError(f"{wrong[0]!r} cannot be left out: the product ends incidents with it")
    own = [
        *(Disposition(name, name, IncidentStatus.CLOSED) for name in closed),
        *(Disposition(name, name, IncidentStatus.CANCELLED) for name in cancelled),
    ]
    taken = codes | {one.name for one in DISPOSITIONS if one.code not in without}
    for one in own:
        if not 0 < len(one.name.strip()) == len(one.name) <= LONGEST_NAME:
            raise ValueError(f"{one.name!r} is no name of 1 to {LONGEST_NAME} characters")
        if one.name in taken:
            raise ValueError(f"{one.name!r} is there already")
        taken.add(one.name)
    return (*(one for one in DISPOSITIONS if one.code not in without), *own)


def disposition_bodies(known: Sequence[Disposition] = DISPOSITIONS) -> list[dict[str, str]]:
    """The dispositions as a form takes them, in order."""
    return [{"code": one.code, "name": one.name, "ends": one.ends.value} for one in known]


DISPOSITION_NAMES = {one.code: one.name for one in DISPOSITIONS}


# What a source means that ends an incident without saying how.
UNSAID = {IncidentStatus.CLOSED: "settled", IncidentStatus.CANCELLED: "false_alarm"}


def check_disposition(
    code: str, ends: IncidentStatus, known: Sequence[Disposition] = DISPOSITIONS
) -> str:
    """The code, if an incident may end that way.

    Raises:
        InvalidError: names what may stand there.
    """
    allowed = [one for one in known if one.ends is ends]
    if any(one.code == code for one in allowed):
        return code
    names = "、".join(f"{one.name}（{one.code}）" for one in allowed)
    raise InvalidError(says="disposition_missing", names=names, field="disposition")
