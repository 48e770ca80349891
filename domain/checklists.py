"""Checklists: what to ask a caller and what to tell them, by class, in numbered versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.errors import InvalidError
from domain.fields import as_choice, as_text, check_known, check_object, required
from domain.incidents import IncidentClass

MOST_ITEMS = 40
LONGEST_TEXT = 200


class ItemKind(StrEnum):
    """A question is answered in words, a choice by one of its options, an instruction ticked."""

    QUESTION = "question"
    CHOICE = "choice"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True)
class Item:
    """One line; `id` stays when the words are changed, so that answers keep their meaning."""

    id: str
    kind: ItemKind
    text: str
    options: tuple[str, ...] = ()


def _asked(*lines: tuple[str, str, tuple[str, ...]]) -> tuple[Item, ...]:
    kinds = {"?": ItemKind.QUESTION, "!": ItemKind.INSTRUCTION}
    return tuple(
        Item(
            f"i{n}",
            ItemKind.CHOICE if options else kinds[mark],
            text,
            options,
        )
        for n, (mark, text, options) in enumerate(lines, 1)
    )


_YES = ("是", "否", "不清楚")
_COMMON: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("?", "具体位置和标志物", ()),
    ("?", "有无人员受伤", _YES),
)
# The first version of each; administrators write the next ones.
FIRST: Mapping[IncidentClass, tuple[Item, ...]] = {
    IncidentClass.FIRE: _asked(
        *_COMMON,
        ("?", "什么在燃烧", ()),
        ("?", "有无人员被困", _YES),
        ("?", "有无燃气、危化品", _YES),
        ("!", "请报警人撤到上风处，不要返回取物", ()),
        ("!", "请报警人到路口接车", ()),
    ),
    IncidentClass.TRAFFIC: _asked(
        *_COMMON,
        ("?", "涉及几辆车、什么车型", ()),
        ("?", "是否占用车道", _YES),
        ("!", "请打开双闪，人员撤到护栏外", ()),
    ),
    IncidentClass.FLOOD: _asked(
        *_COMMON,
        ("?", "积水大约多深", ()),
        ("?", "有无人员或车辆被困", _YES),
        ("!", "请远离低洼处和配电设施", ()),
    ),
    IncidentClass.MEDICAL: _asked(
        *_COMMON,
        ("?", "是否清醒、能否说话", _YES),
        ("?", "是否有正常呼吸", _YES),
        ("!", "已同时转告 120", ()),
        ("!", "请守在病人身边，保持电话畅通", ()),
    ),
    IncidentClass.PUBLIC_ORDER: _asked(
        *_COMMON,
        ("?", "对方是否持械", _YES),
        ("?", "人数和去向", ()),
        ("!", "请先保证自身安全，不要追赶", ()),
    ),
    IncidentClass.HAZARD: _asked(
        *_COMMON,
        ("?", "是何种隐患（燃气、坍塌、线路……）", ()),
        ("!", "请疏散周边人员，不要动用明火和电器", ()),
    ),
    IncidentClass.DISPUTE: _asked(
        *_COMMON,
        ("?", "涉及几方、什么关系", ()),
        ("?", "有无过激苗头", _YES),
        ("!", "请双方先分开", ()),
    ),
    IncidentClass.SOS: _asked(
        ("?", "能否接通求助人", _YES),
        ("?", "现场情况", ()),
        ("!", "保持通话，直到力量到场", ()),
    ),
}
_REST = _asked(*_COMMON)


def first_version(incident_class: IncidentClass) -> tuple[Item, ...]:
    """What stands before anybody has edited it."""
    return FIRST.get(incident_class, _REST)


def read_items(raw: object) -> tuple[Item, ...]:
    """The lines of a checklist as an administrator sends them.

    Raises:
        InvalidError: no list, too long, an id twice, or a line that is none.
    """
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_ITEMS:
        raise InvalidError(f"清单要有 1 至 {MOST_ITEMS} 条。", field="items")
    items = tuple(_read_item(one) for one in raw)
    if len({one.id for one in items}) < len(items):
        raise InvalidError("清单中有重复的条目编号；请检查后再保存。", field="items")
    return items


def _read_item(raw: object) -> Item:
    body = check_object(raw)
    check_known(body, ("id", "kind", "text", "options"))
    kind = ItemKind(as_choice(required(body, "kind"), "kind", ItemKind))
    options = body.get("options") or []
    if (
        not isinstance(options, list)
        or len(options) > 12
        or (kind is ItemKind.CHOICE) > len(options)
    ):
        raise InvalidError("选择题要有 1 至 12 个选项。", field="options")
    return Item(
        id=as_text(required(body, "id"), "id", longest=32),
        kind=kind,
        text=as_text(required(body, "text"), "text", longest=LONGEST_TEXT),
        options=tuple(as_text(one, "options", longest=64) for one in options),
    )


def read_answers(raw: object, items: Sequence[Item]) -> dict[str, Any]:
    """Answers to a checklist: text, one of the options, or true for what was said.

    Raises:
        InvalidError: an answer to nothing, or one of the wrong kind.
    """
    body = check_object(raw)
    by_id = {one.id: one for one in items}
    answers: dict[str, Any] = {}
    for key, value in body.items():
        item = by_id.get(key)
        if item is None:
            raise InvalidError(
                f"清单中没有编号为 {str(key)[:32]} 的条目；请刷新清单。", field="answers"
            )
        if value in (None, "", False):
            continue
        answers[key] = _answer(item, value)
    return answers


def _answer(item: Item, value: object) -> object:
    if item.kind is ItemKind.INSTRUCTION:
        if value is not True:
            raise InvalidError(f"“{item.text}”只能勾选。", field="answers")
        return True
    text = as_text(value, "answers", longest=1000, lines=True)
    if item.kind is ItemKind.CHOICE and text not in item.options:
        raise InvalidError(f"“{item.text}”请从选项中选择。", field="answers")
    return text


def to_state(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The lines as they are journalled and sent."""
    return [
        {"id": one.id, "kind": one.kind.value, "text": one.text, "options": list(one.options)}
        for one in items
    ]


def from_state(state: Sequence[Mapping[str, Any]]) -> tuple[Item, ...]:
    """The lines a state describes."""
    return tuple(
        Item(one["id"], ItemKind(one["kind"]), one["text"], tuple(one["options"])) for one in state
    )
