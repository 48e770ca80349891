"""Run cards as an administrator edits them: read whole, every mistake named by its card."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from domain.dispatch.run_cards import MOST_OF_A_NEED, Need, RunCards
from domain.dispatch.units import MOST_SKILLS, SKILL, SUBKINDS, UnitKind
from domain.errors import ClassNames, InvalidError, RefusedError
from domain.incidents.incidents import IncidentClass, Severity

MOST_NEEDS = 20
MOST_MISTAKES = 200
_LEVELS = {Severity.I: "Ⅰ", Severity.II: "Ⅱ", Severity.III: "Ⅲ", Severity.IV: "Ⅳ"}
# What a client that read the cards may send back beside what is read.
NEED_FIELDS = ("kind", "subkind", "skills", "count", "role", "name")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a card; `need` is its line from 1, 0 for the card as a whole."""

    incident_class: str | None
    severity: int | None
    need: int
    error: InvalidError

    @property
    def field(self) -> str:
        """What of the line is wrong."""
        return self.error.field or "needs"

    def body(self, say: Callable[[RefusedError], str]) -> dict[str, Any]:
        """As the editor reads it, said in the reader's language."""
        return {
            "class": self.incident_class,
            "severity": self.severity,
            "need": self.need,
            "field": self.field,
            "message": say(self.error),
        }


class RunCardMistakesError(InvalidError):
    """A table of run cards that was not taken; nothing of it was."""

    code = "invalid_cards"

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        others = len(mistakes) - 1
        more = InvalidError(says="more_cards", count=others) if others else ""
        first = mistakes[0].error
        super().__init__(says="run_cards_not_saved", first=first, more=more, field="items")
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
            mistakes.append(_mistake(key, 0, InvalidError(says="card_twice", field="severity")))
        cards[key] = _needs(key, item.get("needs"), mistakes)
    every = product(IncidentClass, Severity)
    mistakes += [
        _mistake(key, 0, InvalidError(says="card_missing")) for key in every if key not in cards
    ]
    if mistakes:
        raise RunCardMistakesError(mistakes)
    return cards


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


def _mistake(key: tuple[IncidentClass, Severity], need: int, wrong: InvalidError) -> Mistake:
    """The same mistake with the card and the line it stands in."""
    card, level = ClassNames(key[0].value), _LEVELS[key[1]]
    field = wrong.field or "needs"
    said = InvalidError(says="card_as_a_whole", card=card, level=level, wrong=wrong, field=field)
    if need:
        said = InvalidError(
            says="card_line", card=card, level=level, line=need, wrong=wrong, field=field
        )
    return Mistake(key[0].value, int(key[1]), need, said)


def _key(item: object, mistakes: list[Mistake]) -> tuple[IncidentClass, Severity] | None:
    held = item if isinstance(item, Mapping) else {}
    word, severity = held.get("class"), held.get("severity")
    try:
        return IncidentClass(str(word)), Severity(severity if type(severity) is int else 0)
    except ValueError:
        wrong = InvalidError(
            says="no_such_card", word=str(word)[:32], level=str(severity)[:8], field="class"
        )
        mistakes.append(Mistake(None, None, 0, wrong))
        return None


def _needs(
    key: tuple[IncidentClass, Severity], raw: object, mistakes: list[Mistake]
) -> tuple[Need, ...]:
    if not isinstance(raw, list) or not 1 <= len(raw) <= MOST_NEEDS:
        mistakes.append(_mistake(key, 0, InvalidError(says="card_length", most=MOST_NEEDS)))
        return ()
    needs: dict[str, Need] = {}
    for line, one in enumerate(raw, 1):
        try:
            need = _need(one)
        except InvalidError as error:
            mistakes.append(_mistake(key, line, error))
            continue
        if need.role in needs:
            mistakes.append(_mistake(key, line, InvalidError(says="need_twice", field="kind")))
        needs[need.role] = need
    return tuple(needs.values())


def _need(raw: object) -> Need:
    held = raw if isinstance(raw, Mapping) else {}
    if unknown := next((name for name in held if name not in NEED_FIELDS), None):
        raise InvalidError(says="need_unknown", unknown=str(unknown)[:32], field="needs")
    try:
        kind = UnitKind(str(held.get("kind")))
    except ValueError:
        raise InvalidError(says="need_kind_missing", field="kind") from None
    subkind = held.get("subkind") or None
    if subkind is not None and subkind not in SUBKINDS[kind]:
        raise InvalidError(says="need_subkind", field="subkind")
    count = held.get("count")
    if type(count) is not int or not 1 <= count <= MOST_OF_A_NEED:
        raise InvalidError(says="need_count", most=MOST_OF_A_NEED, field="count")
    return Need(kind, count, subkind, _skills(held.get("skills") or []))


def _skills(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or len(raw) > MOST_SKILLS:
        raise InvalidError(says="need_skills", most=MOST_SKILLS, field="skills")
    for word in raw:
        if not isinstance(word, str) or not SKILL.fullmatch(word):
            raise InvalidError(says="need_skill_wrong", field="skills")
    return tuple(sorted(set(raw)))
