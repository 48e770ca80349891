"""Kinds of units: police and grid workers in every district, and those a district declares.

A district's own kinds (fire engines, boats, city management …) stand in its `district.toml` and
are learnt once, at the start. Everything that is done with a kind is done with them: they are
imported, shown, sent by run cards, and counted in coverage where a target is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self

from domain.own_names import Names


class TravelMode(StrEnum):
    """How a unit gets about."""

    WALK = "walk"
    EBIKE = "ebike"
    CAR = "car"
    BOAT = "boat"  # on water: straight, not by road


# The modes that go by road.
ROAD_MODES = (TravelMode.WALK, TravelMode.EBIKE, TravelMode.CAR)


class _KnownKinds(type):
    """The kinds there are, in order: those of every district, then the district's own."""

    _known: dict[str, Any]

    def __iter__(cls) -> Iterator[Any]:
        return iter(cls._known.values())

    def __contains__(cls, code: object) -> bool:
        return code in cls._known

    def __len__(cls) -> int:
        return len(cls._known)


class UnitKind(str, metaclass=_KnownKinds):
    """Who can be sent. One object a kind: kinds are compared by `is`, as those of an enumeration.

    Raises:
        ValueError: `UnitKind(code)` of a code nobody has declared.
    """

    __slots__ = ()
    _known: ClassVar[dict[str, "UnitKind"]] = {}
    _made: ClassVar[dict[str, "UnitKind"]] = {}
    POLICE: ClassVar["UnitKind"]
    GRID_WORKER: ClassVar["UnitKind"]

    def __new__(cls, code: str) -> Self:
        """The kind of a code that is known."""
        if code not in cls._known:
            raise ValueError(f"{code!r} is no kind of unit")
        return cls._known[code]  # type: ignore[return-value]

    @classmethod
    def of(cls, code: str) -> "UnitKind":
        """The kind of a code, declared now or in an earlier year: a unit is kept as it was told."""
        if code not in cls._made:
            cls._made[code] = str.__new__(cls, code)
        return cls._made[code]

    @property
    def value(self) -> str:
        """The code as plain text."""
        return str(self)


UnitKind.POLICE, UnitKind.GRID_WORKER = UnitKind.of("police"), UnitKind.of("grid_worker")
UnitKind._known |= {one: one for one in (UnitKind.POLICE, UnitKind.GRID_WORKER)}
USUAL_KIND_WORDS: dict[str, str] = {UnitKind.POLICE: "民警", UnitKind.GRID_WORKER: "网格员"}
_USUAL_SUBKINDS: dict[str, tuple[str, ...]] = {
    UnitKind.POLICE: ("officer", "patrol_car"),
    UnitKind.GRID_WORKER: (),
}
UNIT_KIND_WORDS = Names(USUAL_KIND_WORDS)
SUBKINDS = dict(_USUAL_SUBKINDS)
SUBKIND_WORDS = Names({"officer": "步巡", "patrol_car": "巡车"})

# Outlines a district may choose for a kind of its own: assets/16_symbols.js draws them.
SYMBOLS = ("truck", "cross", "boat", "helmet", "pentagon", "square", "star", "house")


@dataclass(frozen=True, slots=True)
class OwnKind:
    """A kind of unit that a district declares.

    `also` are other words an imported table may say for it. `cover_s` is the longest travel time
    at which a grid counts as covered by it; None where it is not counted in coverage.
    """

    code: str
    name: str
    symbol: str
    colour: str
    english: str = ""
    mode: TravelMode = TravelMode.CAR
    cover_s: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownKinds:
    """The kinds that a screen tells apart, in order: police and grid workers where none are said.

    `nearest` have a list each of who is nearest to what is chosen; by the travel time of `shading`
    the map can be shaded: None for all that are counted in coverage.
    """

    nearest: tuple[str, ...] = tuple(USUAL_KIND_WORDS)
    shading: tuple[str, ...] | None = None


_own: dict[str, OwnKind] = {}
_shown: list[ShownKinds] = [ShownKinds()]


def own_kind(kind: str) -> OwnKind | None:
    """What the district has declared of a kind; None for those of every district."""
    return _own.get(kind)


def own_kinds() -> tuple[OwnKind, ...]:
    """The kinds the district has declared, in its order."""
    return tuple(_own.values())


def covered_kinds() -> tuple[UnitKind, ...]:
    """The kinds that are counted in coverage, in the order of the figures of a grid."""
    own = (UnitKind.of(one.code) for one in own_kinds() if one.cover_s is not None)
    return (UnitKind.POLICE, UnitKind.GRID_WORKER, *own)


def nearest_kinds() -> tuple[UnitKind, ...]:
    """The kinds that have a list of who is nearest, in the order of the lists."""
    return tuple(UnitKind.of(code) for code in _shown[0].nearest)


def shaded_kinds() -> tuple[UnitKind, ...]:
    """The kinds by whose travel time the map can be shaded."""
    said = _shown[0].shading
    return covered_kinds() if said is None else tuple(UnitKind.of(code) for code in said)


def kind_of_word(word: str) -> UnitKind | None:
    """The district's own kind that a table means by a word; None where it means none of them."""
    meant = (one.code for one in own_kinds() if word in (one.name, *one.also))
    return next((UnitKind.of(code) for code in meant), None)


def learn_kinds(own: Sequence[OwnKind], shown: ShownKinds | None = None) -> None:
    """Know these beside police and grid workers from now on, and no others."""
    _shown[:] = [shown or ShownKinds()]
    _own.clear()
    _own.update((one.code, one) for one in own)
    known = [UnitKind.of(code) for code in (*USUAL_KIND_WORDS, *_own)]
    UnitKind._known.clear()
    UnitKind._known.update((kind, kind) for kind in known)
    UNIT_KIND_WORDS.usual = {**USUAL_KIND_WORDS, **{one.code: one.name for one in own}}
    SUBKINDS.clear()
    SUBKINDS.update({**_USUAL_SUBKINDS, **{one.code: () for one in own}})
