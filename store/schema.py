"""Bring a database to today's schema when it is opened; fast when it already is."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, inspect, text

from store.engine import rebuilding
from store.errors import StoreError

Part = Literal["facts", "positions"]
VERSION_TABLE: dict[Part, str] = {"facts": "schema_facts", "positions": "schema_positions"}
_MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 340_604_001
_REVISION = re.compile(r'^(revision|down_revision)\b[^=]*= "(\w+)"', re.MULTILINE)


@cache
def head_of(part: Part) -> str:
    """The last migration of a part: the one that no other follows.

    Read from the files, for importing alembic takes longer than opening a database.
    """
    named: list[dict[str, str]] = [
        dict(_REVISION.findall(file.read_text(encoding="utf-8")))
        for file in (_MIGRATIONS / "versions" / part).glob("*.py")
    ]
    followed = {one.get("down_revision") for one in named}
    [head] = [one["revision"] for one in named if one["revision"] not in followed]
    return head


def migrate(engine: Engine, part: Part) -> None:
    """Run the missing migrations of one part, all or none.

    Alembic is imported only when there is something to do: it costs more than opening.

    Raises:
        StoreError: the schema is newer than this program, or the file is no database.
    """
    with engine.connect() as connection:
        if _version(connection, part) == head_of(part):
            return
    with rebuilding(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
        version = _version(connection, part)  # another process may have been faster
        if version != head_of(part):
            _upgrade(connection, part, version)
            _check_references(connection)


def is_current(connection: Connection) -> bool:
    """Whether the facts have today's schema, and every column can be read."""
    return _version(connection, "facts") == head_of("facts")


def _check_references(connection: Connection) -> None:
    """SQLite does not look at foreign keys while a table is built anew: look afterwards.

    Raises:
        StoreError: a row refers to one that is not there; nothing was changed.
    """
    if connection.dialect.name != "sqlite":
        return
    if lost := connection.execute(text("PRAGMA foreign_key_check")).first():
        raise StoreError(f"the table {lost[0]} refers to rows of {lost[2]} that are not there")


def _version(connection: Connection, part: Part) -> str | None:
    table = VERSION_TABLE[part]
    if not inspect(connection).has_table(table):
        return None
    version: str | None = connection.scalar(text(f"SELECT version_num FROM {table}"))  # noqa: S608
    return version


def _upgrade(connection: Connection, part: Part, version: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("version_locations", str(_MIGRATIONS / "versions" / part))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, part=part)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise StoreError(
            f"the database has schema {version}, made by a newer program than this one "
            f"({head_of(part)}); run that program, or restore a backup of its time"
        )
    command.upgrade(config, "head")
