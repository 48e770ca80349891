"""How an incident ends: the words a dispatcher closes or cancels it with."""

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
    Disposition("outside", "不属本区，已转告", IncidentStatus.CANCELLED),
    Disposition("test", "测试或演练", IncidentStatus.CANCELLED),
)


def disposition_bodies() -> list[dict[str, str]]:
    """The dispositions as a form takes them, in order."""
    return [{"code": one.code, "name": one.name, "ends": one.ends.value} for one in DISPOSITIONS]


DISPOSITION_NAMES = {one.code: one.name for one in DISPOSITIONS}


# What a source means that ends an incident without saying how.
UNSAID = {IncidentStatus.CLOSED: "settled", IncidentStatus.CANCELLED: "false_alarm"}


def check_disposition(code: str, ends: IncidentStatus) -> str:
    """The code, if an incident may end that way.

    Raises:
        InvalidError: names what may stand there.
    """
    allowed = [one for one in DISPOSITIONS if one.ends is ends]
    if any(one.code == code for one in allowed):
        return code
    names = "、".join(f"{one.name}（{one.code}）" for one in allowed)
    raise InvalidError(says="disposition_missing", names=names, field="disposition")
