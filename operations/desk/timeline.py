"""The timeline of an incident: the journal's records of it, in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.incidents.classes import CLASS_NAMES
from domain.incidents.dispositions import DISPOSITION_NAMES
from domain.incidents.incidents import IncidentClass
from domain.live.records import Record
from domain.moments import to_iso
from domain.private import mask, mask_loose, mask_numbers

KINDS = ("incident", "assignment", "notice", "note", "file", "checklist_answers", "check_in")
STATUS_NAMES = {
    "reported": "上报",
    "accepted": "受理",
    "dispatched": "派遣",
    "en_route": "出发",
    "on_scene": "到场",
    "resolved": "处置完毕",
    "closed": "结案",
    "cancelled": "撤销",
}
_NOTICE_WORDS = {
    "make": "发出通知",
    "sent": "通知已发出",
    "delivered": "通知已送达",
    "ack": "已签收",
    "fail": "通知失败",
    "withdraw": "通知撤回",
    "retry": "重新通知",
    "try": "再次尝试通知",
    "escalate": "未按时签收，升级",
}
_ASSIGNMENT_WORDS = {
    "assign": "派出",
    "en_route": "出发",
    "on_scene": "到场",
    "clear": "撤离",
    "merge": "随并案转来",
}
_LEVELS = {1: "升级：增派就近力量", 2: "升级：值班长", 3: "升级：部门值班"}


def entry(record: Record, call_signs: Mapping[str, str]) -> dict[str, Any]:
    """One line of the timeline; personal words are masked."""
    return {
        "seq": record.seq,
        "at": to_iso(record.at),
        "actor": record.actor,
        "kind": record.kind,
        "id": record.id,
        "action": record.action,
        "text": _WORDS[record.kind](record, call_signs),
        "detail": mask_loose(record.kind, record.state),
    }


def _incident(record: Record, _names: Mapping[str, str]) -> str:
    state = record.state
    if record.action == "report":
        return f"上报：{CLASS_NAMES[IncidentClass(state['class'])]}"
    if record.action == "merge":
        return f"并入 {state['merged_into']}"
    if record.action == "link" and state.get("links"):
        return f"关联事件 {state['links'][-1]}"
    if record.action in _INCIDENT_WORDS:
        return _INCIDENT_WORDS[record.action]
    word = STATUS_NAMES.get(state["status"], "")
    if state.get("disposition"):
        return f"{word}：{DISPOSITION_NAMES.get(state['disposition'], state['disposition'])}"
    return word


_INCIDENT_WORDS = {
    "reopen": "重开",
    "split": "从并案中拆出",
    "edit": "更正信息",
    "severity": "调整等级",
    "transfer": "移交部门",
    "return": "退回指挥中心",
    "share": "共享部门变更",
    "link": "关联事件",
    "unlink": "取消关联",
    "take": "人工接管",
    "erased": "个人信息已删除",
}


def _assignment(record: Record, names: Mapping[str, str]) -> str:
    unit_id = record.state["unit_id"]
    word = _ASSIGNMENT_WORDS.get(record.action, record.action)
    return f"{names.get(unit_id, unit_id)} {word}"


def _notice(record: Record, _names: Mapping[str, str]) -> str:
    state = record.state
    word = _NOTICE_WORDS.get(record.action, record.action)
    if record.action == "make" and "-check-in-" in record.id:
        return f"{str(state['text']).partition('：')[0]}，已报{state['recipient']}"
    if record.action == "make" and state.get("department") is not None and not state["level"]:
        return f"已通知{state['recipient']}：{str(state['text']).partition('：')[0]}"
    if record.action == "make" and state["level"] in _LEVELS:
        word, recipient = _LEVELS[state["level"]], state["recipient"]
        return word if word.endswith(f"：{recipient}") else f"{word}（{recipient}）"
    error = f"：{state['error']}" if state.get("error") else ""
    return f"{state['recipient']} {word}{error}"


def _note(record: Record, _names: Mapping[str, str]) -> str:
    return str(mask("note", record.private or {}).get("text") or "（已删除）")


def _file(record: Record, _names: Mapping[str, str]) -> str:
    name = mask("file", record.private or {}).get("name") or "文件"
    return f"附件：{name}"


def _answers(record: Record, _names: Mapping[str, str]) -> str:
    """The questions that were answered now, with what was said."""
    given = (record.private or {}).get("answers", {})
    items = {one["id"]: one["text"] for one in record.state.get("items", ())}
    said = [
        f"{items[key]}：{'是' if given[key] is True else mask_numbers(str(given[key]))}"
        for key in record.state.get("changed", items)
        if key in items and key in given
    ]
    head = f"核对清单第 {record.state['version']} 版"
    return f"{head} · {'；'.join(said)}" if said else head


def _check_in(record: Record, names: Mapping[str, str]) -> str:
    unit_id = record.state["unit_id"]
    return f"{names.get(unit_id, unit_id)} 报平安"


_WORDS: Mapping[str, Callable[[Record, Mapping[str, str]], str]] = {
    "incident": _incident,
    "assignment": _assignment,
    "notice": _notice,
    "note": _note,
    "file": _file,
    "checklist_answers": _answers,
    "check_in": _check_in,
}


def ties_of(number: str, others: Sequence[Record]) -> list[dict[str, Any]]:
    """When other incidents were merged into one, and taken out again: it stays in its story.

    Args:
        number: the incident that is read.
        others: records of incidents linked to it, in order.
    """
    found, inside = [], set()
    for record in others:
        if record.action == "merge" and record.state.get("merged_into") == number:
            inside.add(record.id)
            found.append(entry(record, {}) | {"text": f"{record.id} 并入本事件"})
        elif record.action == "split" and record.id in inside:
            inside.discard(record.id)
            found.append(entry(record, {}) | {"text": f"{record.id} 从本事件拆回，单独办理"})
    return found
