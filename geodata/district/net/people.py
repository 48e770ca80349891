"""What a district says of the people of its net."""

from pathlib import Path

from domain.net.people.settings import PeopleSettings
from domain.net.people.views import NamedView
from geodata.district.district import refuse_unknown
from geodata.district.net.table import net_file, read_table
from geodata.district.refused import read_of

_KEYS = ("posts_per_worker", "most_grids", "long_vacant_days", "views")


def load_net_people(folder: Path) -> PeopleSettings:
    """The settings of a district; the product's own where it says nothing.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    table = read_table(folder, "people")
    with read_of(net_file(folder), "[people]"):
        refuse_unknown(table, _KEYS, "[people] ", net_file(folder))
        views = []
        for one in table.get("views", ()):
            refuse_unknown(one, ("name", "department"), "[[people.views]] ", net_file(folder))
            views.append(NamedView(str(one["name"]), str(one["department"])))
        return PeopleSettings(**{**table, "views": tuple(views)})
