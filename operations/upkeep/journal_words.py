"""A record of the journal as a sentence: who did what to which thing. Personal words are masked."""

from collections.abc import Mapping
from typing import Any

from domain.kinds import KINDS
from domain.live.records import Record
from domain.private import FROM
from domain.told import GENERAL, heading, message, tails
from domain.words import Words

ACTORS: Mapping[str, str] = {
    "nobody": "未登录者",
    "api": "接口",
    "server": "服务器",
    "system": "系统",
    "operator": "命令行",
    "map": "地图",
    "kpis": "指标计算",
    "brief": "早报",
    "outbox": "通知发送",
    "escalation": "升级提醒",
    "position": "定位",
    "site-rule": "重点部位规则",
    "simulator": "演示模拟",
    "demo-dispatcher": "演示调度员",
    "local-dispatcher": "本机调度员",
}


def sentence(record: Record, words: Words | None = None) -> str:
    """What happened, in one line: who, what, which number."""
    words = words or Words()
    who = words(ACTORS.get(record.actor, record.actor))
    said = _said(record, words)
    said += "".join(tail.said(words) for tail in tails(record))
    address = (record.private or {}).get(FROM)
    return f"{who} · {said}" + (words("（来自 {address}）", address=address) if address else "")


def kinds_named(words: Words | None = None) -> list[dict[str, Any]]:
    """Every kind by its name, for those who look through the record."""
    words = words or Words()
    return [
        {"kind": kind.name, "title": words(kind.title), "is_act": kind.is_act}
        for kind in KINDS.values()
    ]


def _said(record: Record, words: Words) -> str:
    kind = KINDS.get(record.kind)
    if kind is None or record.action not in kind.says:
        return _in_general(record, words)
    try:
        head = heading(record).said(words) if kind.heading else ""
        text = head + message(record).said(words)
    except (KeyError, ValueError, TypeError):
        text = record.action
    if kind.hangs_on is None:
        return text
    about = kind.subject_of(record.state)
    return f"{about.number if about and about.number else record.id} {text}"


def _in_general(record: Record, words: Words) -> str:
    kind = KINDS.get(record.kind)
    title = words(kind.title) if kind else record.kind
    return f"{title} {record.id} {words(GENERAL.get(record.action, record.action))}"
