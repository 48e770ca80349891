"""What a sending would leave uncovered, and which moves would mend it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from domain.access.access import require
from domain.access.callers import Caller
from domain.dispatch import dispatch_words as words
from domain.dispatch.coverage import Bools, Field, Move, best_moves
from domain.dispatch.units import UNIT, UNIT_KIND_WORDS, Unit, UnitKind
from domain.errors import InvalidError
from domain.fields import check_known, check_object
from domain.reach import Viewer
from domain.saying import Saying, Spoken, Term, clauses
from geodata.roads.reach import Reach
from operations.dispatch.coverage import MODES, Coverage, Side, Surface, turned_red
from operations.dispatch.recommendations import Recommendations
from operations.incidents.found import no_unit

MOST_UNITS = 50
MOST_MOVES = 2


class WhatIf:
    """Asks the coverage what would happen. Writes nothing."""

    def __init__(self, coverage: Coverage, recommendations: Recommendations) -> None:
        self._coverage = coverage
        self._recommendations = recommendations

    async def sending(self, raw: object, *, caller: Caller) -> dict[str, Any]:
        """Which grids turn red if these units are sent; `number` alone: the recommended ones.

        Raises:
            InvalidError: in words a dispatcher may read.
            NotFoundError: there is no such incident, or no such unit.
        """
        require(caller, "desk.see")
        unit_ids, number = read_what_if(raw)
        if unit_ids is None:
            best = await self._recommendations.for_incident(str(number), caller=caller, limit=1)
            unit_ids = list(best["unit_ids"])
        for unit_id in unit_ids:
            if not self._coverage.knows(unit_id, caller):
                raise no_unit(unit_id, field="unit_ids")
        wanted = frozenset(unit_ids)

        def answer(surface: Surface, reach: Reach) -> dict[str, Any]:
            return what_if_body(surface, reach, wanted, caller)

        found: dict[str, Any] = await self._coverage.ask(answer)
        return {"unit_ids": unit_ids, "number": number} | found

    async def moves(self, kind: UnitKind | None, count: int, *, caller: Caller) -> dict[str, Any]:
        """The moves that mend most now, for one kind or for each."""
        require(caller, "desk.see")

        def answer(surface: Surface, reach: Reach) -> dict[str, Any]:
            items = [
                row
                for one in surface.sides
                if kind in {None, one}
                for row in move_rows(surface, reach, one, surface.sides[one], count, caller)
            ]
            return {"items": items, "text": items[0]["text"] if items else Saying("no_move")}

        found: dict[str, Any] = await self._coverage.ask(answer)
        return found


def read_what_if(raw: object) -> tuple[list[str] | None, str | None]:
    """`{unit_ids?, number?}`: one of them at least.

    Raises:
        InvalidError: in words a dispatcher may read.
    """
    body = check_object(raw)
    check_known(body, ("unit_ids", "number"))
    unit_ids, number = body.get("unit_ids"), body.get("number")
    if number is not None and not isinstance(number, str):
        raise InvalidError(says="number_wrong", field="number")
    if unit_ids is None:
        if not number:
            raise InvalidError(says="units_or_incident_missing", field="unit_ids", code="missing")
        return None, number
    if (
        not isinstance(unit_ids, list)
        or not all(isinstance(one, str) for one in unit_ids)
        or len(unit_ids) > MOST_UNITS
    ):
        raise InvalidError(says="units_1_to", most=MOST_UNITS, field="unit_ids")
    return unit_ids, number


def what_if_body(
    surface: Surface, reach: Reach, wanted: frozenset[str], viewer: Viewer | None = None
) -> dict[str, Any]:
    """Red grids before and after, those that turn red, and moves that mend it, as far as seen."""
    kinds: dict[str, Any] = {}
    moves: list[dict[str, Any]] = []
    for kind, side in surface.sides.items():
        gone = np.array([one.unit.unit_id in wanted for one in side.units], dtype=bool)
        after = side.field.without(gone)
        turns = [
            one
            for one in turned_red(surface, kind, after)
            if viewer is None or viewer.scope.covers(one["code"])
        ]
        kinds[kind.value] = {
            "red_before": int(side.field.red.sum()),
            "red_after": int(after.red.sum()),
            "turns_red": turns,
        }
        if turns:
            kept = tuple(one for one in side.units if one.unit.unit_id not in wanted)
            moves += move_rows(surface, reach, kind, Side(kept, after), 1, viewer)
    return {"text": _what_if_text(kinds), "kinds": kinds, "move_up": moves}


def _what_if_text(kinds: dict[str, Any]) -> Spoken:
    parts = [
        Saying("turns_red", n=len(found["turns_red"]), kind=Term(UNIT_KIND_WORDS[kind]))
        for kind, found in kinds.items()
        if found["turns_red"]
    ]
    return clauses(*parts) if parts else Saying("nothing_turns_red")


def move_rows(
    surface: Surface,
    reach: Reach,
    kind: UnitKind,
    side: Side,
    count: int,
    viewer: Viewer | None = None,
) -> list[dict[str, Any]]:
    """The best moves of one kind as the page reads them: of units that are seen."""
    if not side.field.red.any() or not side.units:
        return []
    used = set(side.field.mode_of.tolist())
    empty = np.full((len(surface.grids),) * 2, np.inf)
    between = np.stack(
        [reach.between(mode) if row in used else empty for row, mode in enumerate(MODES)]
    )
    field, waiting = _as_ordered(surface, side, replace(side.field, between=between))
    rows = []
    seen = np.array([_is_seen(viewer, one.unit) for one in side.units], dtype=bool)
    for move in best_moves(field, count, ~waiting & seen):
        rows.append(_move_row(surface, kind, side, field, move, viewer))
        field = field.moved(move.unit, move.to)
    return rows


def _as_ordered(surface: Surface, side: Side, field: Field) -> tuple[Field, Bools]:
    """The field once those who were told to wait somewhere are there, and who they are.

    The same gap is not suggested twice while the first unit is still on its way.
    """
    row_of = {grid.code: row for row, grid in enumerate(surface.grids)}
    waiting = np.zeros(len(side.units), dtype=bool)
    for unit, candidate in enumerate(side.units):
        standby = candidate.standby
        waiting[unit] = standby is not None
        if standby is not None and standby.arrived_at is None and standby.area_code in row_of:
            field = field.moved(unit, row_of[standby.area_code])
    return field, waiting


def _move_row(
    surface: Surface, kind: UnitKind, side: Side, field: Field, move: Move, viewer: Viewer | None
) -> dict[str, Any]:
    unit, to = side.units[move.unit].unit, surface.grids[move.to]
    residents = sum(surface.grids[row].population or 0 for row in move.mends) - sum(
        surface.grids[row].population or 0 for row in move.turns_red
    )
    red = int(field.red.sum())
    after = red - len(move.mends) + len(move.turns_red)
    gain = (
        Saying("red_falls", kind=Term(UNIT_KIND_WORDS[kind]), before=red, after=after)
        if after < red
        else Saying("more_residents", n=residents)
    )
    return {
        "kind": kind.value,
        "unit_id": unit.unit_id,
        "call_sign": unit.call_sign,
        "to": {"code": to.code, "name": to.name, "lat": to.lat, "lon": to.lon},
        "travel_s": round(move.travel_s),
        "mends": _codes(surface, move.mends, viewer),
        "turns_red": _codes(surface, move.turns_red, viewer),
        "red_before": red,
        "red_after": after,
        "residents": residents,
        "text": Saying(
            "move_up",
            who=unit.call_sign,
            place=surface.place(to),
            minutes=words.minutes(move.travel_s),
            gain=gain,
        ),
    }


def _codes(surface: Surface, rows: Sequence[int], viewer: Viewer | None) -> list[str]:
    codes = [surface.grids[row].code for row in rows]
    return [code for code in codes if viewer is None or viewer.scope.covers(code)]


def _is_seen(viewer: Viewer | None, unit: Unit) -> bool:
    """Whether somebody sees a unit; None is the product itself."""
    return viewer is None or UNIT.admits(viewer, unit)
