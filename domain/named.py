"""Everything a district may call otherwise: one table of names for each section of `[names]`."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.access.role_names import PEOPLE, ROLE_NAMES
from domain.dispatch.dispatch_words import SUBKIND_NAMES
from domain.dispatch.units import SUBKIND_WORDS, UNIT_KIND_WORDS
from domain.incidents import classes
from domain.own_names import Names, OwnNames

SECTIONS: Mapping[str, tuple[Names, ...]] = MappingProxyType(
    {
        "class": (classes.CLASS_NAMES,),
        "unit_kind": (UNIT_KIND_WORDS,),
        "unit_subkind": (SUBKIND_WORDS, SUBKIND_NAMES),
        "role": (PEOPLE, ROLE_NAMES),
    }
)


_english: dict[str, str] = {}


def english() -> dict[str, str]:
    """The own names that were learnt, and what an English reader is told for each."""
    return dict(_english)


def learn(names: OwnNames) -> None:
    """Call everything as a district does; what it does not name, as usual."""
    _english.clear()
    _english.update(in_english(names))
    for section, tables in SECTIONS.items():
        for table in tables:
            table.learn(names.get(section, {}))
    classes.learn(names.get("class", {}))


def in_english(names: OwnNames) -> dict[str, str]:
    """Each own name in English; where a district says none, as it is."""
    return {
        one.name: one.english or one.name for section in names.values() for one in section.values()
    }
