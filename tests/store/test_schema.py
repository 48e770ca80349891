"""Opening: migrations, newer schemas, damaged files, and what it costs."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from store import StoreError, open_store
from store.engine import connect, facts_url
from store.models.facts import Base
from store.models.positions import PositionsBase
from store.schema import VERSION_TABLE, head_of
from tests.store.conftest import Place

METADATA = {"facts": Base.metadata, "positions": PositionsBase.metadata}
MIGRATIONS = Path(__file__).parents[2] / "store" / "migrations"


# SQLite tells nothing of an index over an expression; test_plans.py of the figures asks for it.
@pytest.mark.filterwarnings("ignore:.*expression-based index")
@pytest.mark.parametrize("part", ["facts", "positions"])
def test_the_migrations_build_what_the_models_say(place: Place, part: str):
    place.open().close()
    url = facts_url(place.url, place.data_dir)
    if part == "positions" and place.url is None:
        url = url.set(database=str(place.data_dir / "positions.db"))
    engine = connect(url)
    mine = set(METADATA[part].tables)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection,
                opts={
                    "compare_type": True,
                    "include_name": lambda name, kind, _: kind != "table" or name in mine,
                },
            )
            assert compare_metadata(context, METADATA[part]) == []
    finally:
        engine.dispose()


@pytest.mark.parametrize("part", ["facts", "positions"])
def test_the_known_head_is_the_last_migration(part: str):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(MIGRATIONS / "versions" / part))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [head_of(part)]


@pytest.mark.parametrize("table", VERSION_TABLE.values())
def test_a_newer_schema_is_refused_and_left_alone(place: Place, table: str):
    if table == VERSION_TABLE["positions"] and place.url is None:
        database = f"sqlite:///{place.data_dir / 'positions.db'}"
    else:
        database = place.url
    place.open().close()
    Place(database, place.data_dir).sql(f"UPDATE {table} SET version_num = 'from_tomorrow'")
    with pytest.raises(StoreError, match="newer program"):
        place.open()
    assert Place(database, place.data_dir).sql(f"SELECT * FROM {table}") == [("from_tomorrow",)]


def test_opening_an_up_to_date_database_does_not_import_alembic(place: Place):
    place.open().close()
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, pathlib, store\n"
            "store.open_store(sys.argv[1] or None, pathlib.Path(sys.argv[2])).close()\n"
            "print('alembic' in sys.modules)",
            place.url or "",
            str(place.data_dir),
        ],
        cwd=MIGRATIONS.parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "False\n"


@pytest.mark.parametrize("file", ["facts.db", "positions.db"])
@pytest.mark.parametrize("damage", ["header", "pages"])
def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path: Path, file: str, damage: str):
    open_store(None, tmp_path).close()
    path = tmp_path / file
    whole = path.read_bytes()
    broken = b"not a database, " * 512 if damage == "header" else whole[:4096] + b"\xff" * 40_000
    path.write_bytes(broken)
    with pytest.raises(StoreError, match=r"damaged.*restore a backup"):
        open_store(None, tmp_path)
    assert path.read_bytes() == broken


def test_an_unreachable_server_is_named_without_its_password(tmp_path: Path):
    with pytest.raises(StoreError) as refused:
        open_store("postgresql+psycopg://me:secret@127.0.0.1:1/none", tmp_path)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite://"])
def test_another_kind_of_database_is_refused(tmp_path: Path, url: str):
    with pytest.raises(StoreError, match="ONESCREEN_DATABASE_URL"):
        open_store(url, tmp_path)


def test_two_processes_may_open_a_new_database_at_once(new_place: Callable[..., Place]):
    place = new_place(is_migrated=False)
    command = [sys.executable, "-m", "tests.store.writer", place.url or "-", str(place.data_dir)]
    started = [
        subprocess.Popen([*command, name, "3"], cwd=MIGRATIONS.parents[1], stdout=subprocess.PIPE)
        for name in ("one", "two")
    ]
    for process in started:
        with process:
            assert process.wait(60) == 0
    assert place.open().head()[1] == 6


def test_the_data_folder_is_for_its_owner_only(tmp_path: Path):
    open_store(None, tmp_path / "var").close()
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "var").write_text("a file")
    with pytest.raises(StoreError, match="data folder"):
        open_store(None, tmp_path / "var")


def test_facts_are_synced_and_the_driver_is_the_safe_one(tmp_path: Path):
    store = open_store(None, tmp_path)
    with store._engine.connect() as connection:
        pragma = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
        assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == (
            "wal",
            2,
            1,
        )
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar()
        assert tuple(map(int, version.split("."))) >= (3, 51, 3)
    with store._beside.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    store.close()
