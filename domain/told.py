"""Which message tells a record, and the values that stand in it.

The messages themselves stand in the declarations (`Kind.says`). Here is only what an action alone
does not tell: the case of an action, and the names of codes. A kind that needs neither is not here.
Pure; what is returned holds no unmasked personal field.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import Any

from domain.access.role_names import ROLE_NAMES
from domain.codes.unit_status import UNIT_STATUS_WORDS
from domain.desk.notices import Level, Purpose
from domain.incidents.additions import is_removed
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.dispositions import DISPOSITION_NAMES
from domain.incidents.incidents import STEP_WORDS, IncidentClass, IncidentStatus
from domain.kind import Kind
from domain.kinds import KINDS
from domain.live.records import Record
from domain.private import mask, mask_numbers
from domain.words import Words

Values = dict[str, Any]
# The case of the action (its own name where there is but one), and what else the message names.
Case = tuple[str, Values]

# What may be done to every kind, told with the kind's name and the id.
GENERAL: Mapping[str, str] = MappingProxyType(
    {
        "add": "新增",
        "change": "更新",
        "remove": "移除",
        "write": "写入",
        "erased": "个人信息已删除",
        "carried": "清理旧记录时保留",
    }
)
# When another incident is merged into the one whose story is read, and taken out of it again; when
# a case of the dispute centre began as it; what became of what was pushed out of it; and by which
# key place it was raised: the last three as whoever may see the case, the push, the place reads it.
TIES: Mapping[str, str] = MappingProxyType(
    {
        "merge": "{id} 并入本事件",
        "split": "{id} 从本事件拆回，单独办理",
        "register": "矛盾纠纷化解中心已立案：{id}",
        "push_to_police": "推送警务，依据：{basis}",
        "push_to_grid": "推送网格，依据：{basis}",
        "push_receive": "推送事项已签收",
        "push_accept": "推送事项已受理",
        "push_return": "推送事项退回：{reason}",
        "push_finish": "推送事项办结：{outcome}",
        "raise_near": "距“{site_name}”{metres} 米，按规则“{rule}”由 {before} 级升为 {after} 级",
    }
)
STATUS_NAMES: Mapping[str, str] = MappingProxyType(
    {str(one): word for one, word in STEP_WORDS.items()} | {IncidentStatus.RESOLVED: "处置完毕"}
)
UNIT_STATUS_NAMES: Mapping[str, str] = MappingProxyType(
    {str(one): word for one, word in UNIT_STATUS_WORDS.items()}
)
# By the status of the answer that was given.
_REFUSALS = MappingProxyType(
    {
        "401": "未登录或密钥不对",
        "403": "无权",
        "409": "状态不符",
        "413": "内容过大",
        "429": "请求过多",
    }
)


def told(
    record: Record,
    names: Mapping[str, str] = MappingProxyType({}),
    before: Record | None = None,
) -> tuple[str, Values]:
    """The message of a record and its values.

    Args:
        record: of any kind.
        names: call signs by unit id and departments by code; who is not among them is called by
            the id.
        before: the entity's record before it, where the reader has it: it tells what was changed.

    Returns:
        An empty message where nobody declared one: see `GENERAL`.

    Raises:
        KeyError, ValueError, TypeError: the state has not the shape of its kind.
    """
    kind = KINDS.get(record.kind)
    if kind is None:
        return "", {}
    private = mask(kind.name, record.private or {})
    case, more = _CASES[kind.name](record, private) if kind.name in _CASES else (record.action, {})
    if before is not None and record.kind == "incident":
        case, more = _changed(record, before, names) or (case, more)
    unit_id = record.state.get("unit_id", "")
    about = {"id": record.id, "subject": record.id, "who": names.get(unit_id, unit_id)}
    return kind.says.get(case, ""), {**about, **record.state, **private, **more}


@dataclass(frozen=True, slots=True)
class Message:
    """What is told, before it is said in a language.

    Attributes:
        id: a message of the catalogues: its Chinese, with places in braces.
        values: by place, none but those the message has. Names of codes (places that end with
            `_name`) are messages themselves, `_names` lists of them; what people wrote is in no
            catalogue.
    """

    id: str
    values: Mapping[str, Any]

    def said(self, words: Words) -> str:
        """The sentence in a language."""
        values = {
            place: words(value)
            if place.endswith("_name")
            else words.listed(map(words, value))
            if place.endswith("_names")
            else value
            for place, value in self.values.items()
        }
        # Blanks inside what people wrote stay: the values are put in after the words.
        return words(self.id).format(**values)


def message_of(text: str, values: Mapping[str, Any]) -> Message:
    """A message with what stands in it, of all that is known.

    Raises:
        KeyError: a place of the message is not among the values.
    """
    places = {name for _, name, _, _ in Formatter().parse(text) if name}
    return Message(text, {place: values[place] for place in sorted(places)})


def message(
    record: Record,
    names: Mapping[str, str] = MappingProxyType({}),
    before: Record | None = None,
) -> Message:
    """What a record tells, without who did it; see `told`.

    Raises:
        KeyError, ValueError, TypeError: the state has not the shape of its kind.
    """
    text, values = told(record, names, before)
    return (
        message_of(text, values) if text else Message(GENERAL.get(record.action, record.action), {})
    )


def heading(record: Record) -> Message:
    """What a sentence about a record begins with, of a kind that declares it.

    Raises:
        KeyError, ValueError, TypeError: the state has not the shape of its kind.
    """
    _, values = told(record)
    return message_of(KINDS[record.kind].heading, values)


def tails(record: Record) -> list[Message]:
    """What a sentence about a record ends with: of what its kind declares, all that is known."""
    kind = KINDS.get(record.kind)
    if kind is None or not kind.tails:
        return []
    known = {**record.state, **mask(kind.name, record.private or {})}
    values = {place: value for place, value in known.items() if value}
    found = []
    for text in kind.tails:
        with suppress(KeyError):  # one of its values is not known
            found.append(message_of(text, values))
    return found


def messages() -> list[str]:
    """All messages that tell records: for the catalogues."""
    said = [text for kind in KINDS.values() for text in _of_kind(kind)]
    tables = (GENERAL, TIES, STATUS_NAMES, UNIT_STATUS_NAMES, ROLE_NAMES, _REFUSALS, CORRECTED)
    return [*said, *(word for table in tables for word in table.values())]


def _of_kind(kind: Kind[Any]) -> list[str]:
    said = (kind.title, kind.heading, *kind.says.values(), *kind.tails)
    return [text for text in said if text]


def class_name(code: str) -> str:
    """What people call a class; the code of one nobody knows any more."""
    try:
        return CLASS_NAMES[IncidentClass(code)]
    except ValueError:
        return code


def _incident(record: Record, _private: Values) -> Case:
    state, case = record.state, record.action
    values: Values = {
        "class_name": class_name(state["class"]),
        "status_name": STATUS_NAMES.get(state["status"], ""),
        "grade": "ⅠⅡⅢⅣ"[state["severity"] - 1 : state["severity"]],
    }
    if case == "link" and state.get("links"):
        return "link.other", values | {"other": state["links"][-1]}
    if case in {"advance", "fall_back"} and state.get("disposition"):
        ending = state["disposition"]
        return "advance.ended", values | {"disposition_name": DISPOSITION_NAMES.get(ending, ending)}
    return case, values


# What a correction may change, as people call it; a place is several fields.
CORRECTED: Mapping[str, str] = MappingProxyType(
    {
        "class": "类别",
        "severity": "等级",
        "lat": "地点",
        "lon": "地点",
        "area_code": "地点",
        "place_source": "地点",
        "title": "标题",
        "address": "地址",
        "description": "描述",
        "reporter": "报警人",
        "caller_phone": "来电号码",
    }
)


def _changed(record: Record, before: Record, names: Mapping[str, str]) -> Case | None:
    """What a correction corrected, and with whom an incident is shared now."""
    now = {**record.state, **(record.private or {})}
    was = {**before.state, **(before.private or {})}
    if record.action == "share":
        codes = record.state["shared_with"]
        shared = "、".join(names.get(code, code) for code in codes)
        return ("share.with" if codes else "share.nobody"), {"departments": shared}
    if record.action not in {"edit", "correct"}:
        return None
    fields = [word for name, word in CORRECTED.items() if now.get(name) != was.get(name)]
    what = list(dict.fromkeys(fields))
    return (f"{record.action}.fields", {"field_names": what}) if what else None


_LEVELS = {Level.NEXT_NEAREST: "nearest", Level.SUPERVISOR: "chief", Level.DEPARTMENT_DUTY: "duty"}
_CALLED_LIKE_THEIR_LEVEL = {"chief": "值班长", "duty": "部门值班"}


def _notice(record: Record, _private: Values) -> Case:
    state, case = record.state, record.action
    error = mask_numbers(state["error"]) if state.get("error") else ""
    values = {
        "head": state["head"],
        "recipient": state["recipient"],
        "why": f"：{error}" if error else "",
    }
    if case != "make":
        return case, values
    if state.get("purpose") == Purpose.CHECK_IN:
        return "make.check_in", values
    if state.get("purpose") in {Purpose.DEADLINE, Purpose.INSTALMENT, Purpose.MESSAGE}:
        return "make.department", values
    if state.get("department") is not None and not state["level"]:
        return "make.department", values
    level = _LEVELS.get(state["level"])
    if level is None:
        return case, values
    alone = "_alone" if _CALLED_LIKE_THEIR_LEVEL.get(level) == state["recipient"] else ""
    return f"make.{level}{alone}", values


def _note(record: Record, private: Values) -> Case:
    return (record.action if private.get("text") else "write.erased"), {}


def _spoken(record: Record, private: Values) -> Case:
    if record.action == "erased":
        return "erased", {}
    if record.private is None:
        return f"{record.action}.erased", {}
    return record.action if private.get("text") else f"{record.action}.photo", {}


def _file(record: Record, private: Values) -> Case:
    if not private.get("name"):
        return f"{'remove' if is_removed(record) else 'add'}.erased", {}
    return record.action, {"reason": private.get("reason") or ""}


def _answers(record: Record, _private: Values) -> Case:
    """The questions that were answered now, with what was said."""
    given = (record.private or {}).get("answers", {})
    items = {one["id"]: one["text"] for one in record.state.get("items", ())}
    said = [
        f"{items[key]}：{'是' if given[key] is True else mask_numbers(str(given[key]))}"
        for key in record.state.get("changed", items)
        if key in items and key in given
    ]
    return ("answer.said" if said else record.action), {"said": "；".join(said), "answers": None}


def _unit(record: Record, _private: Values) -> Case:
    status = str(record.state.get("status"))
    return record.action, {
        "call_sign": record.state.get("call_sign") or record.id,
        "status_name": UNIT_STATUS_NAMES.get(status, status),
    }


def _standby(record: Record, _private: Values) -> Case:
    case = f"{record.action}.{record.state.get('ending')}"
    return (case if case in KINDS["standby"].says else record.action), {}


def _checklist(record: Record, _private: Values) -> Case:
    return record.action, {"class_name": class_name(record.state["class"])}


def _audit(record: Record, private: Values) -> Case:
    state, case = record.state, record.action
    if case == "refused":
        status, _, field = str(state.get("why") or "").partition(" ")
        why = _REFUSALS.get(status, f"{status} {field}".strip())
        values = {"door": state.get("door", ""), "why_name": why}
        return ("refused.more" if state.get("untold") else case), values
    if case == "setting_changed" and "changed" in state:
        names = "、".join(state["changed"])
        return f"setting_changed.{'at_start' if names else 'none'}", {"names": names}
    if case == "alarm":
        return ("alarm.account" if state["what"] == "account" and private.get("name") else case), {}
    if case == "exported":
        return case, {"of": state.get("who") or state.get("what") or record.id}
    role = str(state.get("role") or "")
    return case, {"role_name": ROLE_NAMES.get(role, role)}


_CASES: Mapping[str, Callable[[Record, Values], Case]] = MappingProxyType(
    {
        "incident": _incident,
        "notice": _notice,
        "note": _note,
        "field_message": _spoken,
        "file": _file,
        "checklist": _checklist,
        "checklist_answers": _answers,
        "unit": _unit,
        "standby": _standby,
        "audit": _audit,
    }
)
