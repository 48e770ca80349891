"""The tables of kinds that keep their newest state in rows of their own beside the journal."""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Column, Table

from store import tables

# By the kind's name; its columns are the fields the kind declares.
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        "incident": tables.INCIDENT,
        "unit": tables.UNIT,
        "assignment": tables.ASSIGNMENT,
        "camera": tables.CAMERA,
        "standby": tables.STANDBY,
        "notice": tables.NOTICE,
    }
)


def key_of(kind: str) -> Column[str]:
    """The column that holds a kind's ids."""
    [column] = TABLES[kind].primary_key.columns
    return column
