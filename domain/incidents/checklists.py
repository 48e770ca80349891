"""Checklists: what to ask a caller and what to tell them, by class, in numbered versions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.errors import InvalidError, RefusedError
from domain.fields import (
    as_choice,
    as_text,
    check_known,
    check_object,
    optional_text,
    required,
)
from domain.incidents.incidents import IncidentClass
from domain.kind import AN_INCIDENT, Audience, Kept, Kind, Owned
from domain.kind_fields import ANY, WHOLE, WORDS, Field, Masking, code

CHECKLIST: Kind[Any] = Kind(
    name="checklist",
    fields=(Field("class", code(IncidentClass)), Field("version", WHOLE), Field("items", ANY)),
    id_field="class",
    audience=Audience(("checklists.see", "journal.read")),
    kept=Kept.NEWEST,
    title="核对清单",
    says={"write": "问询清单（{class_name}）存为第 {version} 版"},
    changes={"settings.manage": ()},
)
CHECKLIST_ANSWERS: Kind[Any] = Kind(
    name="checklist_answers",
    fields=(
        Field("number"),
        Field("class", code(IncidentClass)),
        Field("version", WHOLE),
        Field("items", ANY),
        Field("changed", WORDS),
        Field("answers", ANY, personal=Masking.WORDS),
    ),
    id_field="number",
    audience=Audience(("desk.see", "journal.read"), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=AN_INCIDENT,
    timeline=True,
    title="清单答复",
    says={
        "answer": "核对清单第 {version} 版",
        "answer.said": "核对清单第 {version} 版 · {said}",
    },
)
MOST_ITEMS = 40
MOST_OPTIONS = 12
LONGEST_OPTION = 64
LONGEST_TEXT = 200


class ItemKind(StrEnum):
    """A question is answered in words, a choice by one of its options, an instruction ticked."""

    QUESTION = "question"
    CHOICE = "choice"
    INSTRUCTION = "instruction"


@dataclass(frozen=True, slots=True)
class Item:
    """One line; `id` stays when the words are changed, so that answers keep their meaning.

    It begins with the class whose question it is (`fire.i3`): an answer never turns into one to
    the question of another class.

    `text_en` and `options_en` are what an English desk shows; empty: the words of `text`, which
    the page's own catalogue may know. Answers are always those of `options`.
    """

    id: str
    kind: ItemKind
    text: str
    options: tuple[str, ...] = ()
    text_en: str = ""
    options_en: tuple[str, ...] = ()


def item_id(incident_class: IncidentClass | str, name: str) -> str:
    """The id of a class's line; one that names its class already stays as it is."""
    prefix = f"{IncidentClass(incident_class).value}."
    return name if name.startswith(prefix) else prefix + name


def _asked(
    incident_class: IncidentClass, lines: Sequence[tuple[str, str, tuple[str, ...]]]
) -> tuple[Item, ...]:
    kinds = {"?": ItemKind.QUESTION, "!": ItemKind.INSTRUCTION}
    return tuple(
        Item(
            item_id(incident_class, f"i{n}"),
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
_FIRST: Mapping[IncidentClass, Sequence[tuple[str, str, tuple[str, ...]]]] = {
    IncidentClass.FIRE: (
        *_COMMON,
        ("?", "什么在燃烧", ()),
        ("?", "有无人员被困", _YES),
        ("?", "有无燃气、危化品", _YES),
        ("!", "请报警人撤到上风处，不要返回取物", ()),
        ("!", "请报警人到路口接车", ()),
    ),
    IncidentClass.TRAFFIC: (
        *_COMMON,
        ("?", "涉及几辆车、什么车型", ()),
        ("?", "是否占用车道", _YES),
        ("!", "请打开双闪，人员撤到护栏外", ()),
    ),
    IncidentClass.FLOOD: (
        *_COMMON,
        ("?", "积水大约多深", ()),
        ("?", "有无人员或车辆被困", _YES),
        ("!", "请远离低洼处和配电设施", ()),
    ),
    IncidentClass.MEDICAL: (
        *_COMMON,
        ("?", "是否清醒、能否说话", _YES),
        ("?", "是否有正常呼吸", _YES),
        ("!", "已同时转告 120", ()),
        ("!", "请守在病人身边，保持电话畅通", ()),
    ),
    IncidentClass.PUBLIC_ORDER: (
        *_COMMON,
        ("?", "对方是否持械", _YES),
        ("?", "人数和去向", ()),
        ("!", "请先保证自身安全，不要追赶", ()),
    ),
    IncidentClass.HAZARD: (
        *_COMMON,
        ("?", "是何种隐患（燃气、坍塌、线路……）", ()),
        ("!", "请疏散周边人员，不要动用明火和电器", ()),
    ),
    IncidentClass.DISPUTE: (
        *_COMMON,
        ("?", "涉及几方、什么关系", ()),
        ("?", "有无过激苗头", _YES),
        ("!", "请双方先分开", ()),
    ),
    IncidentClass.SOS: (
        ("?", "能否接通求助人", _YES),
        ("?", "现场情况", ()),
        ("!", "保持通话，直到力量到场", ()),
    ),
}


def first_version(incident_class: IncidentClass) -> tuple[Item, ...]:
    """What stands before anybody has edited it."""
    return _asked(incident_class, _FIRST.get(incident_class, _COMMON))


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a line, counted from 1; 0 is the checklist as a whole."""

    item: int
    error: InvalidError

    @property
    def field(self) -> str:
        """What of the line is wrong."""
        return self.error.field or "text"

    def body(self, say: Callable[[RefusedError], str]) -> dict[str, Any]:
        """As the editor reads it, said in the reader's language."""
        return {"item": self.item, "field": self.field, "message": say(self.error)}


class ChecklistMistakesError(InvalidError):
    """A checklist that was not taken; nothing of it was."""

    code = "invalid_items"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        first, others = mistakes[0], len(mistakes) - 1
        wrong = first.error
        if first.item:
            wrong = InvalidError(says="checklist_line", line=first.item, wrong=first.error)
        more = InvalidError(says="more_mistakes", count=others) if others else ""
        super().__init__(says="checklist_not_saved", first=wrong, more=more, field="items")
        self.mistakes = list(mistakes)


def read_items(raw: object, incident_class: IncidentClass) -> tuple[Item, ...]:
    """The lines of a class's checklist as an administrator sends them.

    Raises:
        ChecklistMistakesError: no list, too long, or every line that is none, said twice or alike.
    """
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_ITEMS:
        wrong = InvalidError(says="checklist_length", most=MOST_ITEMS, field="items")
        raise ChecklistMistakesError([Mistake(0, wrong)])
    mistakes: list[Mistake] = []
    items: dict[str, Item] = {}
    for line, one in enumerate(raw, 1):
        try:
            item = _read_item(one, incident_class)
        except InvalidError as error:
            mistakes.append(Mistake(line, error))
            continue
        if item.id in items:
            mistakes.append(Mistake(line, InvalidError(says="item_id_twice", field="id")))
        if any(item.text == other.text for other in items.values()):
            mistakes.append(Mistake(line, InvalidError(says="item_text_twice", field="text")))
        items[item.id] = item
    if mistakes:
        raise ChecklistMistakesError(mistakes)
    return tuple(items.values())


def _read_item(raw: object, incident_class: IncidentClass) -> Item:
    body = check_object(raw)
    check_known(body, ("id", "kind", "text", "options", "text_en", "options_en"))
    kind = ItemKind(as_choice(required(body, "kind"), "kind", ItemKind))
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InvalidError(says="item_empty", field="text")
    if len(text) > LONGEST_TEXT:
        raise InvalidError(says="item_too_long", most=LONGEST_TEXT, field="text")
    options = _read_options(kind, body.get("options") or [])
    return Item(
        id=item_id(incident_class, as_text(required(body, "id"), "id", longest=48)),
        kind=kind,
        text=as_text(text, "text", longest=LONGEST_TEXT),
        options=options,
        text_en=optional_text(body, "text_en", longest=LONGEST_TEXT) or "",
        options_en=_read_english(options, body.get("options_en") or []),
    )


def _read_english(options: tuple[str, ...], raw: object) -> tuple[str, ...]:
    """As many as there are options, or none."""
    if not raw:
        return ()
    if not isinstance(raw, list) or len(raw) != len(options):
        raise InvalidError(says="options_en_differ", field="options_en")
    return tuple(as_text(one, "options_en", longest=LONGEST_OPTION) for one in raw)


def _read_options(kind: ItemKind, raw: object) -> tuple[str, ...]:
    if kind is not ItemKind.CHOICE:
        if raw:
            raise InvalidError(says="options_of_no_choice", field="options")
        return ()
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_OPTIONS:
        raise InvalidError(says="options_number", most=MOST_OPTIONS, field="options")
    if any(not isinstance(one, str) or not 1 <= len(one.strip()) <= LONGEST_OPTION for one in raw):
        raise InvalidError(says="option_length", most=LONGEST_OPTION, field="options")
    options = tuple(as_text(one, "options", longest=LONGEST_OPTION) for one in raw)
    if len(set(options)) < len(options):
        raise InvalidError(says="options_twice", field="options")
    return options


def read_answers(
    raw: object, items: Sequence[Item], incident_class: IncidentClass
) -> dict[str, Any]:
    """Answers to a class's checklist: text, one of the options, or true for what was said.

    None takes an answer back. An id that names no class is one of this class.

    Raises:
        InvalidError: an answer to nothing, or one of the wrong kind.
    """
    body = check_object(raw)
    by_id = {one.id: one for one in items}
    answers: dict[str, Any] = {}
    for key, value in body.items():
        item = by_id.get(item_id(incident_class, str(key)))
        if item is None:
            raise InvalidError(says="no_checklist_item", item=str(key)[:32], field="answers")
        answers[item.id] = None if value in (None, "", False) else _answer(item, value)
    return answers


def _answer(item: Item, value: object) -> object:
    if item.kind is ItemKind.INSTRUCTION:
        if value is not True:
            raise InvalidError(says="answer_no_tick", item=item.text, field="answers")
        return True
    text = as_text(value, "answers", longest=1000, lines=True)
    if item.kind is ItemKind.CHOICE and text not in item.options:
        raise InvalidError(says="answer_no_option", item=item.text, field="answers")
    return text


def to_state(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The lines as they are journalled and sent."""
    return [
        {
            "id": one.id,
            "kind": one.kind.value,
            "text": one.text,
            "options": list(one.options),
            "text_en": one.text_en,
            "options_en": list(one.options_en),
        }
        for one in items
    ]


def from_state(
    state: Sequence[Mapping[str, Any]], incident_class: IncidentClass
) -> tuple[Item, ...]:
    """The lines a state of a class describes; ids from before they named it are made whole."""
    return tuple(
        Item(
            item_id(incident_class, one["id"]),
            ItemKind(one["kind"]),
            one["text"],
            tuple(one["options"]),
            one.get("text_en", ""),
            tuple(one.get("options_en", ())),
        )
        for one in state
    )
