"""The views of departments over the common grids. A department sees its own and no other."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection

from domain.access.access import NotAllowedError, may, require
from domain.access.callers import Caller
from domain.maps.departments import Department
from domain.net.people.posts import Post
from domain.net.people.views import (
    TaskLine,
    ViewPage,
    handling_grids,
    holes,
    overlaps,
)
from operations.maps.loaded import LoadedMap
from operations.net.people.net_desk import NetDesk
from store.net import people as kept

SEE_VIEWS = "net.views"
# What a department asks of the grids, as its reader may know it; None where nobody tells.
Tasks = Callable[[Connection, str, Caller], Sequence[TaskLine] | None]


class Views:
    """The views.

    Args:
        desk: what the operations of the people share.
        loaded: the map in use.
        departments: of the district.
        tasks: what each asks of the grids.
    """

    def __init__(
        self,
        desk: NetDesk,
        loaded: Callable[[], LoadedMap],
        departments: Sequence[Department],
        tasks: Tasks = lambda _one, _department, _who: None,
    ) -> None:
        self._desk, self._loaded, self.tasks = desk, loaded, tasks
        self._departments = {one.code: one for one in departments}
        self._drawn: tuple[str, Mapping[str, Mapping[str, Mapping[str, float]]]] = ("", {})

    async def page(self, caller: Caller, department: str = "") -> ViewPage:
        """The view of a department; of a department's own officer theirs alone.

        Raises:
            NotAllowedError: views are not theirs to see, or not this one.
        """
        require(caller, SEE_VIEWS)
        mine = self._seen_by(caller)
        if department and department not in mine:
            raise NotAllowedError(says="not_allowed", field="department")
        chosen = department or next(iter(mine), "")
        return await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: self._page(one, mine, chosen, caller))
        )

    def _seen_by(self, caller: Caller) -> dict[str, str]:
        return {
            code: one.name
            for code, one in self._departments.items()
            if may(caller, SEE_VIEWS, department=code)
        }

    def _page(
        self, connection: Connection, mine: dict[str, str], chosen: str, caller: Caller
    ) -> ViewPage:
        loaded = self._loaded()
        grids = [grid.code for grid in loaded.grids if caller.area is None
                 or grid.code.startswith(caller.area)]  # fmt: skip
        held = self._departments.get(chosen)
        drawn = self._shares(loaded).get(chosen, {})
        handling = handling_grids(held.grids if held else {}, drawn, grids)
        today = self._desk.today().isoformat()
        handlers = [
            one
            for one in kept.assignments_seen(connection, caller)
            if one.owner == chosen and one.post is Post.HANDLER and one.is_on(today)
        ]
        ids = {one.person_id for one in handlers}
        people = {
            one.person_id: one
            for one in kept.people_seen(connection, caller)
            if one.person_id in ids
        }
        return ViewPage(
            departments=mine,
            named=[one for one in self._desk.settings.views if one.department in mine],
            department=chosen,
            handling=handling,
            overlaps=overlaps(handling),
            holes=holes(handling, grids) if handling else [],
            handlers=[one for one in handlers if one.person_id in people],
            people=people,
            tasks=self.tasks(connection, chosen, caller),
            grids=len(grids),
        )

    def _shares(self, loaded: LoadedMap) -> Mapping[str, Mapping[str, Mapping[str, float]]]:
        """By department and handling grid; measured once for each map."""
        version, shares = self._drawn
        if version != loaded.version:
            shares = loaded.handling.shares(loaded.index)
            self._drawn = (loaded.version, shares)
        return shares
