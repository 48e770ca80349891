"""Run cards as an administrator edits them: read whole, every mistake named by its card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from domain.dispatch.run_cards import MOST_OF_A_NEED, Need, RunCards
from domain.dispatch.units import MOST_SKILLS, SKILL, SUBKINDS, UnitKind
from domain.errors import InvalidError
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import IncidentClass, Severity

MOST_NEEDS = 20
MOST_MISTAKES = 200
_COLOURS = {Severity.I: "Ⅰ 级", Severity.II: "Ⅱ 级", Severity.III: "Ⅲ 级", Severity.IV: "Ⅳ 级"}
# What a client that read the cards may send back beside what is read.
NEED_FIELDS = ("kind", "subkind", "skills", "count", "role", "name")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a card; `need` is its line from 1, 0 for the card as a whole."""

    incident_class: str | None
    severity: int | None
    need: int
    field: str
    message: str

    def body(self) -> dict[str, Any]:
        """As the editor reads it."""
        return {
            "class": self.incident_class,
            "severity": self.severity,
            "need": self.need,
            "field": self.field,
            "message": self.message,
        }


class RunCardMistakesError(InvalidError):
    """A table of run cards that was not taken; nothing of it was."""

    code = "invalid_cards"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        first = mistakes[0]
        more = f"另有 {len(mistakes) - 1} 处；" if len(mistakes) > 1 else ""
        super().__init__(
            f"预案没有保存：{first.message}{more}请改正后再保存。",
            field="items",
        )
        self.mistakes = list(mistakes[:MOST_MISTAKES])


def read_cards(raw: object) -> RunCards:
    """Every class × severity with its needs.

    Raises:
        RunCardMistakesError: what is wrong, card by card; cards that are missing or said twice too.
    """
    mistakes: list[Mistake] = []
    cards: dict[tuple[IncidentClass, Severity], tuple[Need, ...]] = {}
    for item in raw if isinstance(raw, list) else []:
        key = _key(item, mistakes)
        if key is None:
            continue
        if key in cards:
            mistakes.append(_mistake(key, 0, "severity", "出现了两次。"))
        cards[key] = _needs(key, item.get("needs"), mistakes)
    every = product(IncidentClass, Severity)
    mistakes += [_mistake(key, 0, "needs", "没有预案。") for key in every if key not in cards]
    if mistakes:
        raise RunCardMistakesError(mistakes)
    return cards


def card_name(key: tuple[IncidentClass, Severity]) -> str:
    """A card as people call it: 火情Ⅰ 级."""
    return f"{CLASS_NAMES[key[0]]}{_COLOURS[key[1]]}"


def to_items(cards: RunCards) -> list[dict[str, Any]]:
    """The cards as they are journalled, by class and severity."""
    return [
        {
            "class": word.value,
            "severity": int(severity),
            "needs": [
                {
                    "kind": need.kind.value,
                    "subkind": need.subkind,
                    "skills": list(need.skills),
                    "count": need.count,
                }
                for need in cards[word, severity]
            ],
        }
        for word, severity in product(IncidentClass, Severity)
    ]


def _mistake(key: tuple[IncidentClass, Severity], need: int, field: str, words: str) -> Mistake:
    where = f"{card_name(key)}第 {need} 行" if need else card_name(key)
    return Mistake(key[0].value, int(key[1]), need, field, f"{where}{words}")


def _key(item: object, mistakes: list[Mistake]) -> tuple[IncidentClass, Severity] | None:
    held = item if isinstance(item, Mapping) else {}
    word, severity = held.get("class"), held.get("severity")
    try:
        return IncidentClass(str(word)), Severity(severity if type(severity) is int else 0)
    except ValueError:
        text = f"没有“{str(word)[:32]}”类、“{str(severity)[:8]}”级的预案。"
        mistakes.append(Mistake(None, None, 0, "class", text))
        return None


def _needs(
    key: tuple[IncidentClass, Severity], raw: object, mistakes: list[Mistake]
) -> tuple[Need, ...]:
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_NEEDS:
        mistakes.append(_mistake(key, 0, "needs", f"要有 1 至 {MOST_NEEDS} 行。"))
        return ()
    needs: dict[str, Need] = {}
    for line, one in enumerate(raw, 1):
        try:
            need = _need(one)
        except InvalidError as error:
            mistakes.append(_mistake(key, line, error.field or "needs", error.message))
            continue
        if need.role in needs:
            mistakes.append(_mistake(key, line, "kind", "与前面的一行重复；请合并人数。"))
        needs[need.role] = need
    return tuple(needs.values())


def _need(raw: object) -> Need:
    held = raw if isinstance(raw, Mapping) else {}
    if unknown := next((name for name in held if name not in NEED_FIELDS), None):
        raise InvalidError(f"多了不认识的项“{str(unknown)[:32]}”。", field="needs")
    try:
        kind = UnitKind(str(held.get("kind")))
    except ValueError:
        raise InvalidError("请选择力量类别。", field="kind") from None
    subkind = held.get("subkind") or None
    if subkind is not None and subkind not in SUBKINDS[kind]:
        raise InvalidError("的细类不属于所选类别；请重选。", field="subkind")
    count = held.get("count")
    if type(count) is not int or not 1 <= count <= MOST_OF_A_NEED:
        raise InvalidError(f"的人数应为 1 至 {MOST_OF_A_NEED} 的整数。", field="count")
    return Need(kind, count, subkind, _skills(held.get("skills") or []))


def _skills(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_SKILLS:
        raise InvalidError(f"的技能最多 {MOST_SKILLS} 项。", field="skills")
    for word in raw:
        if not isinstance(word, str) or not SKILL.fullmatch(word):
            raise InvalidError("的技能代码应为小写字母、数字或下划线，以字母开头。", field="skills")
    return tuple(sorted(set(raw)))
