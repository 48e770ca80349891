"""The facts, opened: the database made, brought up to date, and sealed up to where it had come."""

from bootstrap.progress import progress_bar
from bootstrap.rules import statistic_rules
from geodata.district.district import District
from settings import Settings
from store import Store, open_store


def opened_store(settings: Settings, district: District) -> Store:
    """The store of a server, with a bar that moves while it is brought up to date."""
    url = settings.database_url.get_secret_value() if settings.database_url else None
    with progress_bar() as tell:
        store = open_store(
            url,
            settings.facts_dir,
            quarantine_limit=settings.quarantine_rows,
            high_water=settings.high_water,
            seals=settings.seals,
            rules=statistic_rules(district),
            progress=tell,
            is_server=True,
        )
    store.seal()  # where a server that was cut off had come to, before anything is written
    store.tell_sign_ins()
    return store
