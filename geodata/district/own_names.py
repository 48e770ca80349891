"""`[names]` of a district: what it calls classes, units and roles."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.dispatch.unit_kinds import USUAL_KIND_WORDS, OwnKind
from domain.own_names import OwnName, OwnNames
from geodata.district.refused import DistrictError

LONGEST_NAME, LONGEST_ENGLISH = 12, 40


def read_names(told: Mapping[str, Any], path: Path) -> OwnNames:
    """The names of each section, by code.

    Raises:
        DistrictError: an unknown section or code, a name nobody can read, or one name for two.
    """
    if not told:
        return {}
    # Imported late: it stands with rules that the command line is faster without.
    from domain.named import SECTIONS

    found: dict[str, dict[str, OwnName]] = {}
    for section, names in told.items():
        _known(section, list(SECTIONS), "", path)
        if not isinstance(names, dict):
            raise DistrictError(f"{path}: [names.{section}] must be a table of codes and names")
        codes = sorted({code for table in SECTIONS[section] for code in table})
        for code in names:
            _known(code, codes, f"{section}.", path)
        found[section] = {code: _name(section, code, name, path) for code, name in names.items()}
        usual = {code: name for table in SECTIONS[section] for code, name in table.usual.items()}
        called = [found[section][code].name if code in names else usual[code] for code in usual]
        if twice := {name for name in called if called.count(name) > 1}:
            raise DistrictError(f"{path}: [names.{section}]: {min(twice)} is the name of two codes")
    return found


def with_kinds(names: OwnNames, kinds: Sequence[OwnKind], path: Path) -> OwnNames:
    """The names of a district, and among them those of its own kinds of units.

    Raises:
        DistrictError: a kind of its own is called as one that every district has.
    """
    if not kinds:
        return names
    called = dict(names.get("unit_kind", {}))
    taken = {*USUAL_KIND_WORDS.values(), *(one.name for one in called.values())}
    for kind in kinds:
        if kind.name in taken:
            raise DistrictError(f"{path}: [[unit_kinds]] {kind.code}: {kind.name} is another kind")
        called[kind.code] = OwnName(kind.name, kind.english, *_typed(kind.name))
    return {**names, "unit_kind": called}


def _known(key: str, known: list[str], where: str, path: Path) -> None:
    if key not in known:
        near = difflib.get_close_matches(key, known, 1, 0.5)
        meant = f"; is it `{near[0]}`?" if near else f"; known: {', '.join(known)}"
        raise DistrictError(f"{path}: [names] `{where}{key}` is not there to be named{meant}")


def _name(section: str, code: str, told: object, path: Path) -> OwnName:
    pair = [told, ""] if isinstance(told, str) else told
    if not (
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)
    ):
        raise DistrictError(
            f"{path}: [names.{section}] {code}: write a name, or a list of it and its English"
        )
    name, english = (one.strip() for one in pair)
    is_plain = all(letter.isprintable() and letter not in "{}<>\"'" for letter in name + english)
    if not (0 < len(name) <= LONGEST_NAME and len(english) <= LONGEST_ENGLISH and is_plain):
        raise DistrictError(
            f"{path}: [names.{section}] {code}: 1 to {LONGEST_NAME} plain letters, in English at "
            f"most {LONGEST_ENGLISH}"
        )
    pinyin, initials = _typed(name)
    return OwnName(name, english, pinyin, initials)


def _typed(name: str) -> tuple[str, str]:
    """The letters a call-taker may type for a name."""
    # Imported late: its dictionary takes long to load.
    from pypinyin import lazy_pinyin

    syllables = [one.lower() for one in lazy_pinyin(name)]
    return "".join(syllables), "".join(one[0] for one in syllables if one)
