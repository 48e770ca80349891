"""The tables of kinds that keep their newest state in rows of their own beside the journal.

A kind with a class has such rows where a table bears its name (store/tables.py names the models).
"""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Column, Table

from domain.kinds import KINDS
from store import tables

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        kind.name: tables.ALL[kind.name]
        for kind in KINDS.values()
        if kind.entity is not None and kind.name in tables.ALL
    }
)


def key_of(kind: str) -> Column[str]:
    """The column that holds a kind's ids."""
    [column] = TABLES[kind].primary_key.columns
    return column


def _ends() -> Mapping[Table, str]:
    found: dict[Table, str] = {}
    for name, table in TABLES.items():
        ends = KINDS[name].ends
        if ends is not None and ends.when is None:
            found[table] = ends.at
    return MappingProxyType(found)


# The column that is null while an entity goes on.
ENDS = _ends()
