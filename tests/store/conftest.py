"""Every test of the store runs on SQLite, and on PostgreSQL where a server was named."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from store import Store, open_store
from store.engine import connect, facts_url
from store.schema import Part, migrate
from tests.support.stores import lay_tables

SERVER = os.environ.get("ONESCREEN_TEST_POSTGRES_URL")
DATABASES = ["sqlite"] + (
    [pytest.param("postgres", marks=pytest.mark.postgres)] if SERVER else []  # type: ignore[list-item]
)

PARTS: tuple[Part, ...] = ("facts", "positions")

# What is about PostgreSQL alone is no test where there is none.
collect_ignore = [] if SERVER else ["test_one_server.py"]


@dataclass
class Place:
    """Where a store lives: opened, opened again, looked into by plain SQL."""

    url: str | None
    data_dir: Path
    opened: list[Store] = field(default_factory=list)

    def open(self, **options: Any) -> Store:
        if self.url is None:
            lay_tables(self.data_dir)
        store = open_store(self.url, self.data_dir, **options)
        self.opened.append(store)
        return store

    def sql(self, statement: str, **values: Any) -> list[Any]:
        """Run one statement behind the store's back."""
        engine = connect(facts_url(self.url, self.data_dir))
        try:
            with engine.begin() as connection:
                result = connection.execute(text(statement), values)
                return list(result.all()) if result.returns_rows else []
        finally:
            engine.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine | None]:
    if SERVER is None:
        yield None
        return
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def template(postgres: Engine | None) -> Iterator[str | None]:
    """A PostgreSQL database as the migrations leave it: copied, not migrated for every test."""
    if postgres is None or SERVER is None:
        yield None
        return
    name = f"onescreen_template_{uuid.uuid4().hex[:12]}"
    with postgres.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = connect(facts_url(_address(name), Path()))
    for part in PARTS:
        migrate(engine, part)
    engine.dispose()
    yield name
    with postgres.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _address(database: str) -> str:
    assert SERVER is not None
    return make_url(SERVER).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(params=DATABASES)
def new_place(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Engine | None, template: str | None
) -> Iterator[Callable[..., Place]]:
    """Makes empty places; for tests that need several."""
    places: list[Place] = []

    def make(*, is_migrated: bool = True) -> Place:
        name = f"onescreen_{uuid.uuid4().hex[:12]}"
        url = None
        if request.param == "postgres":
            assert postgres is not None
            with postgres.connect() as connection:
                source = f" TEMPLATE {template}" if is_migrated else ""
                connection.execute(text(f"CREATE DATABASE {name}{source}"))
            url = _address(name)
        places.append(Place(url, tmp_path / name))
        return places[-1]

    yield make
    for place in places:
        for store in place.opened:
            store.close()
        if place.url is not None and postgres is not None:
            with postgres.connect() as connection:
                name = make_url(place.url).database
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def place(new_place: Callable[[], Place]) -> Place:
    return new_place()


@pytest.fixture
def store(place: Place) -> Store:
    return place.open()
