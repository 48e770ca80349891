"""Run cards: what an incident of a class and severity asks for, whoever is there to send."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from domain.dispatch.units import MOST_SKILLS, SKILL, SUBKINDS, Unit, UnitKind
from domain.errors import OneScreenError
from domain.incidents.incidents import IncidentClass, Severity
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import ANY, WHOLE, Field

COLUMNS = ("class", "severity", "kind", "subkind", "skills", "count")
MOST_OF_A_NEED = 50
RUN_CARDS: Kind[Any] = Kind(
    name="run_cards",
    fields=(Field("version", WHOLE), Field("items", ANY)),
    audience=Audience(("checklists.see", "journal.read")),
    kept=Kept.NEWEST,
    title="预案卡",
    says={"write": "派遣预案存为第 {version} 版"},
    changes={"settings.manage": ()},
)


class RunCardsError(OneScreenError):
    """The table of run cards cannot be used; the text says which line and what to mend."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Need:
    """So many units of one sort. `subkind` None: any; every skill named is asked for."""

    kind: UnitKind
    count: int
    subkind: str | None = None
    skills: tuple[str, ...] = ()

    @property
    def role(self) -> str:
        """The need's name within its card, such as `police.patrol_car` or `grid_worker+fire`."""
        sort = f"{self.kind}.{self.subkind}" if self.subkind else str(self.kind)
        return "+".join([sort, *self.skills])

    @property
    def strictness(self) -> int:
        """How much is asked of a unit: the strictest need is filled first."""
        return len(self.skills) + (self.subkind is not None)


RunCards = Mapping[tuple[IncidentClass, Severity], tuple[Need, ...]]

# What a district without a table of its own sends.
PLAIN_CARD = (Need(UnitKind.POLICE, 1), Need(UnitKind.GRID_WORKER, 1))
PLAIN_CARDS: RunCards = dict.fromkeys(product(IncidentClass, Severity), PLAIN_CARD)


def is_of_sort(need: Need, unit: Unit) -> bool:
    """Whether a unit is of the kind and subkind a need asks for, whatever it can do."""
    return unit.kind is need.kind and need.subkind in {None, unit.subkind}


def missing_skills(need: Need, unit: Unit) -> tuple[str, ...]:
    """The skills a need asks for that a unit lacks."""
    return tuple(skill for skill in need.skills if skill not in unit.skills)


def fits(need: Need, unit: Unit) -> bool:
    """Whether a unit can fill a need."""
    return is_of_sort(need, unit) and not missing_skills(need, unit)


def still_needed(card: Sequence[Need], sent: Sequence[Unit]) -> list[tuple[Need, int]]:
    """Each need with how many units already sent fill it; the strictest needs are filled first.

    A unit sent fills one need only; more than a need asks for are counted as asked.
    """
    left = list(sent)
    filled = [0] * len(card)
    for index in sorted(range(len(card)), key=lambda one: (-card[one].strictness, one)):
        for unit in [unit for unit in left if fits(card[index], unit)][: card[index].count]:
            left.remove(unit)
            filled[index] += 1
    return list(zip(card, filled, strict=True))


def parse_run_cards(text: str) -> RunCards:
    """Read the table: CSV with the columns `COLUMNS`; severity is `2`, `2-4` or `*`.

    Raises:
        RunCardsError: a line that cannot be read, a need said twice, or a card nobody wrote.
    """
    reader = csv.reader(text.splitlines())
    header = next(reader, [])
    if tuple(cell.strip() for cell in header) != COLUMNS:
        raise RunCardsError(f"the first line must be {','.join(COLUMNS)}", 1)
    cards: dict[tuple[IncidentClass, Severity], dict[str, Need]] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
            continue
        _add(cards, [cell.strip() for cell in cells], reader.line_num)
    _check_whole(cards)
    return {key: tuple(needs.values()) for key, needs in cards.items()}


def _add(
    cards: dict[tuple[IncidentClass, Severity], dict[str, Need]], cells: list[str], line: int
) -> None:
    if len(cells) != len(COLUMNS):
        raise RunCardsError(f"{len(COLUMNS)} cells are wanted, {len(cells)} stand here", line)
    row = dict(zip(COLUMNS, cells, strict=True))
    need = _need(row, line)
    for severity in _severities(row["severity"], line):
        card = cards.setdefault((_class(row["class"], line), severity), {})
        if need.role in card:
            raise RunCardsError(f"{row['class']} {severity.value} asks for {need.role} twice", line)
        card[need.role] = need


def _class(word: str, line: int) -> IncidentClass:
    try:
        return IncidentClass(word)
    except ValueError:
        words = ", ".join(IncidentClass)
        raise RunCardsError(f"class {word!r} is none of: {words}", line) from None


def _severities(word: str, line: int) -> list[Severity]:
    first, _, last = ("1-4" if word == "*" else word).partition("-")
    try:
        low, high = int(first), int(last or first)
        chosen = [Severity(number) for number in range(low, high + 1)]
    except ValueError:
        chosen = []
    if not chosen:
        raise RunCardsError(f"severity {word!r} must be 1 to 4, a span such as 2-4, or *", line)
    return chosen


def _need(row: Mapping[str, str], line: int) -> Need:
    try:
        kind = UnitKind(row["kind"])
    except ValueError:
        words = ", ".join(UnitKind)
        raise RunCardsError(f"kind {row['kind']!r} is none of: {words}", line) from None
    subkind = row["subkind"] or None
    if subkind is not None and subkind not in SUBKINDS[kind]:
        words = ", ".join(SUBKINDS[kind]) or "nothing"
        raise RunCardsError(f"subkind {subkind!r} of {kind} must be one of: {words}", line)
    return Need(kind, _count(row["count"], line), subkind, _skills(row["skills"], line))


def _skills(text: str, line: int) -> tuple[str, ...]:
    words = text.split()
    for word in words:
        if not SKILL.fullmatch(word):
            raise RunCardsError(f"skill {word!r} must be small letters, digits or _", line)
    if len(words) > MOST_SKILLS:
        raise RunCardsError(f"more than {MOST_SKILLS} skills", line)
    return tuple(sorted(set(words)))


def _count(text: str, line: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_OF_A_NEED:
        raise RunCardsError(f"count {text!r} must be a number from 1 to {MOST_OF_A_NEED}", line)
    return int(text)


def _check_whole(cards: Mapping[tuple[IncidentClass, Severity], object]) -> None:
    for one, severity in product(IncidentClass, Severity):
        if (one, severity) not in cards:
            raise RunCardsError(f"there is no card for {one}, severity {severity.value}")
