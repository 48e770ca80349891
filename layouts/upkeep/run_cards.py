"""Run cards: who is sent to what, by class and severity; all are saved together as one version."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from domain.dispatch.dispatch_words import SKILL_NAMES, SUBKIND_NAMES
from domain.dispatch.run_card_edits import MOST_NEEDS
from domain.dispatch.run_cards import MOST_OF_A_NEED
from domain.dispatch.units import SUBKINDS, UNIT_KIND_WORDS, UnitKind
from domain.words import Words
from layouts.office import editor, line_fields
from layouts.office.editor import Lines, Part, Row
from layouts.working import Drawing

PAGE = "run_cards"
SEVERITIES: Mapping[str, str] = {
    "1": "Ⅰ级 特别重大",
    "2": "Ⅱ级 重大",
    "3": "Ⅲ级 较大",
    "4": "Ⅳ级 一般",
}


def run_cards_page(drawing: Drawing) -> list[Component]:
    """Where the run cards are drawn."""
    return editor.frame(drawing)


def lines(skills: Sequence[str], words: Words) -> Lines:
    """How a line is drawn; `skills` are those of the cards and those that have a name."""
    units = list(_units(words))
    named = [(one, words(SKILL_NAMES[one]) if one in SKILL_NAMES else one) for one in skills]

    def fields(row: Row) -> Sequence[Component]:
        count = words("几名（1–{most}）", most=MOST_OF_A_NEED)
        return [
            line_fields.choice("unit", words("力量"), row, units),
            line_fields.text("count", count, row, longest=3, input_mode="numeric"),
            line_fields.ticks("skills", words("须会（可不选）"), row, named),
        ]

    blank = Row(part="", row="", fields={"unit": "police", "count": "1"})
    return Lines(fields, MOST_NEEDS, words("加一行"), blank)


def _units(words: Words) -> Iterable[tuple[str, str]]:
    """Each kind, whatever its sort, and each of its sorts."""
    for kind in UnitKind:
        name = words(UNIT_KIND_WORDS[kind])
        yield kind.value, words("{name}（不限）", name=name) if SUBKINDS[kind] else name
        for one in SUBKINDS[kind]:
            yield f"{kind}.{one}", words(SUBKIND_NAMES[one]) if one in SUBKIND_NAMES else one


def parts(rows: Iterable[Row], words: Words) -> list[Part]:
    """A class's cards, the gravest first."""
    held = list(rows)
    return [
        Part(level, [row for row in held if row["part"] == level], words(name))
        for level, name in SEVERITIES.items()
    ]


def rows_of(items: Iterable[Mapping[str, Any]], code: str) -> list[Row]:
    """The cards of a class as lines."""
    cards = {str(one["severity"]): one["needs"] for one in items if one["class"] == code}
    return [
        Row(
            part=level,
            row=f"{level}.{at}",
            fields={
                "unit": f"{need['kind']}.{need['subkind']}"
                if need.get("subkind")
                else need["kind"],
                "count": str(need["count"]),
                "skills": sorted(need.get("skills") or ()),
            },
        )
        for level in SEVERITIES
        for at, need in enumerate(cards.get(level, ()), 1)
    ]


def cards_of(rows: Sequence[Row], code: str) -> list[dict[str, Any]]:
    """Lines as the rules read the cards of a class."""
    return [
        {
            "class": code,
            "severity": int(level),
            "needs": [_need(row["fields"]) for row in rows if row["part"] == level],
        }
        for level in SEVERITIES
    ]


def _need(held: Mapping[str, Any]) -> dict[str, Any]:
    kind, _, subkind = str(held.get("unit") or "").partition(".")
    count = str(held.get("count") or "").strip()
    skills = held.get("skills")
    return {
        "kind": kind,
        "subkind": subkind or None,
        "count": int(count) if count.isdecimal() and len(count) < 6 else count,
        "skills": skills if isinstance(skills, list) else [],
    }
