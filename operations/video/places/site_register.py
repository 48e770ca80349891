"""The register of key places and units: kept by the centre and by each department for its own."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.access.access import NotAllowedError, require
from domain.access.callers import Caller
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.fields import as_text
from domain.tables import RowError, Sheet, TableError
from domain.video.places.site_table import (
    LONGEST_NAME,
    LONGEST_PERSON,
    LONGEST_TEXT,
    NAME,
    OWNER,
    SiteRules,
    read_sites,
)
from domain.video.places.sites import KEY_SITE, KeySite, Nature, SiteSort, read_licences
from operations.files.decoding import Decoding
from operations.net.fusion.fusion_desk import id_of
from operations.video.inspections.inspection_desk import InspectionDesk
from store import Transaction
from store.video import places as kept
from store.video.places import Wanted

LISTED, MOST_CAMERAS, MOST_CHECK_DAYS, AT_ONCE = 30, 64, 3660, 500
# Whether a patrol comes by at a key place of the grids; refuses one there is not.
FindPlace = Callable[[str, Caller], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class SiteTold:
    """A site as a form tells it; `edition` is the one it was drawn from, 0 for a new one."""

    nature: Nature
    sort: SiteSort
    name: str
    lat: float
    lon: float
    owner: str = ""
    address: str = ""
    basis: str = ""
    hazards: str = ""
    licences: str = ""
    check_days: int = 0
    cameras: tuple[str, ...] = ()
    place_id: str = ""
    responsible: str = ""
    phone: str = ""
    guard: str = ""
    guard_phone: str = ""
    edition: int = 0


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of sites, how many there are, and the district's day."""

    sites: Sequence[KeySite]
    count: int
    today: date


@dataclass(frozen=True, slots=True)
class LoadedSites:
    """What came of a table: how many are new, corrected, or known already."""

    new: int
    changed: int
    known: int


class SiteRegister:
    """The register.

    Args:
        desk: what the operations share.
        decoding: takes tables of others apart.
        place: finds a key place of the grids.
    """

    def __init__(self, desk: InspectionDesk, decoding: Decoding, place: FindPlace) -> None:
        self._desk, self._decoding, self._place = desk, decoding, place

    async def page(
        self, caller: Caller, *, sort: str = "", area: str = "", words: str = "", at: int = 0
    ) -> SitePage:
        """A page of sites the caller may see: of a sort, below an area, with words of a name.

        Raises:
            NotAllowedError: none are theirs to see, or not in this area.
        """
        require(caller, "places.see", area or None)
        wanted = Wanted(sort, area, words)
        found, count = await self._desk.read(
            lambda one: kept.page(one, caller, wanted, most=LISTED, at=max(0, at))
        )
        return SitePage(found, count, self._desk.today())

    async def one(self, site_id: str, caller: Caller) -> KeySite:
        """A site.

        Raises:
            NotAllowedError, NotFoundError: none are theirs to see; there is none for them.
        """
        require(caller, "places.see")
        found = await self._desk.read(lambda one: kept.one_of(one, site_id, caller))
        if found is None:
            raise NotFoundError(says="site_unknown", field="site_id")
        return found

    async def own(self, site_id: str, caller: Caller) -> KeySite:
        """A site that is the caller's to keep.

        Raises:
            NotAllowedError, NotFoundError: it is not, or there is none for them.
        """
        return _kept_by(await self.one(site_id, caller), caller)

    async def on_map(self, caller: Caller) -> Sequence[KeySite]:
        """The sites a map draws for somebody.

        Raises:
            NotAllowedError: none are theirs to see.
        """
        require(caller, "places.see")
        return await self._desk.read(lambda one: kept.every(one, caller))

    async def put(self, key: str, told: SiteTold, caller: Caller) -> KeySite:
        """Register a site; the same key again is the same site.

        Raises:
            NotAllowedError: it is not theirs to keep.
            InvalidError: a field does not do.
            NotFoundError: a camera or a key place of the grids is none of theirs.
        """
        site_id = id_of("KS", as_text(key, "key", longest=64), caller)
        new = await self._told(site_id, told, caller)

        def steps(tx: Transaction) -> KeySite:
            held = kept.one_of(tx.connection, site_id)
            if held is not None:
                return held
            tx.put(KEY_SITE, new, action="add", actor=caller.actor)
            return new

        return await self._desk.write(steps)

    async def change(self, site_id: str, told: SiteTold, caller: Caller) -> KeySite:
        """Correct a site; whoever saves an older edition than the newest is told.

        Raises:
            NotAllowedError, NotFoundError, InvalidError: as `put`.
            ConflictError: somebody else has changed it since the form was drawn.
        """
        new = await self._told(site_id, told, caller)

        def steps(tx: Transaction) -> KeySite:
            held = self._own(tx, site_id, caller)
            made = _as_corrected(held, new)
            if made == held:
                return held
            if told.edition != held.edition:
                raise ConflictError(says="site_changed_since", field="edition")
            made = replace(made, edition=held.edition + 1)
            tx.put(KEY_SITE, made, action="change", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def check(self, site_id: str, note: str, caller: Caller) -> KeySite:
        """Write down that it was checked today, and what was found.

        Raises:
            NotAllowedError, NotFoundError: it is not theirs to keep.
            InvalidError: no words.
        """
        said = as_text(note, "note", longest=LONGEST_TEXT, lines=True)

        def steps(tx: Transaction) -> KeySite:
            held = self._own(tx, site_id, caller)
            today = self._desk.today(tx.at).isoformat()
            made = replace(held, checked_on=today, check_note=said, edition=held.edition + 1)
            tx.put(KEY_SITE, made, action="check", actor=caller.actor)
            return made

        return await self._desk.write(steps)

    async def remove(self, site_id: str, caller: Caller) -> None:
        """Take a site off the register; its records stay.

        Raises:
            NotAllowedError, NotFoundError: it is not theirs to keep.
        """

        def steps(tx: Transaction) -> None:
            gone = replace(self._own(tx, site_id, caller), is_removed=True)
            tx.put(KEY_SITE, gone, action="remove", actor=caller.actor)

        await self._desk.write(steps)

    async def load(self, raw: bytes, caller: Caller) -> LoadedSites:
        """Take a table (xlsx or CSV) whole: what is known in its area by its name is corrected.

        The same table again changes nothing; what is not in it stays, and so do its cameras.

        Raises:
            NotAllowedError: not the caller's to keep.
            TableError: names every row that is wrong; nothing was taken.
        """
        require(caller, "places.manage")
        read = await self._decoding.run("key_sites", raw, actor=caller.actor)
        names = {code: one.name for code, one in self._desk.departments.items()}
        rules = SiteRules(names, lambda lat, lon: self._area_of(lat, lon, caller))
        told, errors = read_sites(Sheet(**read.facts), rules)
        own = [self._owned(one, caller) for one in told]
        strange = [one.name for one in own if not _keeps(one, caller)]
        errors += [
            RowError(1, OWNER, InvalidError(says="site_of_other", place=name)) for name in strange
        ]
        if errors:
            raise TableError(errors)
        return await self._desk.write(lambda tx: self._take(tx, own, caller))

    @staticmethod
    def _owned(site: KeySite, caller: Caller) -> KeySite:
        """A row that names no department is the caller's own, where they act for one."""
        return replace(site, owner=caller.department) if site.owner is None else site

    def _take(self, tx: Transaction, told: Sequence[KeySite], caller: Caller) -> LoadedSites:
        known = kept.by_names(tx.connection, sorted({one.name for one in told}))
        new = changed = 0
        errors: list[RowError] = []
        for one in told:
            held = known.get((one.area_code, one.name))
            if held is None:
                made, action = replace(one, site_id=id_of("KS", "", caller)), "add"
                new += 1
            else:
                made, action = _as_told(held, one), "change"
                if made == held:
                    continue
                if not _keeps(held, caller):
                    wrong = InvalidError(says="site_of_other", place=held.name)
                    errors.append(RowError(1, NAME, wrong))
                made = replace(made, edition=held.edition + 1)
                changed += 1
            tx.put(KEY_SITE, made, action=action, actor=caller.actor)
        if errors:
            raise TableError(errors)
        return LoadedSites(new, changed, len(told) - new - changed)

    async def _told(self, site_id: str, told: SiteTold, caller: Caller) -> KeySite:
        """A site as it is told, held to every rule."""
        require(caller, "places.manage")
        owner = told.owner or caller.department or ""
        if owner and owner not in self._desk.departments:
            raise InvalidError(says="item_owner_unknown", told=owner[:32], field="owner")
        if not 0 <= told.check_days <= MOST_CHECK_DAYS:
            raise InvalidError(says="field_not_valid", field="check_days")
        cameras = tuple(dict.fromkeys(told.cameras))
        if len(cameras) > MOST_CAMERAS:
            raise InvalidError(says="inspection_cameras", most=MOST_CAMERAS, field="cameras")
        for camera_id in cameras:
            await self._desk.camera(camera_id, caller)
        if told.place_id:
            await self._place(told.place_id, caller)
        texts = ("address", "basis", "hazards")
        people = ("responsible", "phone", "guard", "guard_phone")
        said: dict[str, Any] = {name: _text(told, name, LONGEST_TEXT) or "" for name in texts}
        said |= {name: _text(told, name, LONGEST_PERSON) for name in people}
        site = KeySite(
            site_id, told.nature, told.sort, as_text(told.name, "name", longest=LONGEST_NAME),
            self._area_of(told.lat, told.lon, caller), told.lat, told.lon, owner or None,
            licences="\n".join(one.line for one in read_licences(told.licences)),
            check_days=told.check_days, cameras=cameras, place_id=told.place_id or None,
            **said,
        )  # fmt: skip
        if not _keeps(site, caller):
            raise NotAllowedError(says="not_allowed", field="owner")
        return site

    def _area_of(self, lat: float, lon: float, caller: Caller) -> str:
        area = self._desk.areas.place(lat, lon).area_code
        require(caller, "places.manage", area)
        return area

    @staticmethod
    def _own(tx: Transaction, site_id: str, caller: Caller) -> KeySite:
        held = kept.one_of(tx.connection, site_id, caller)
        if held is None:
            raise NotFoundError(says="site_unknown", field="site_id")
        return _kept_by(held, caller)


def _kept_by(site: KeySite, caller: Caller) -> KeySite:
    require(caller, "places.manage", site.area_code)
    if not _keeps(site, caller):
        raise NotAllowedError(says="not_allowed", field="owner")
    return site


def _keeps(site: KeySite, caller: Caller) -> bool:
    """Whether a site is somebody's to keep: the centre's every one, a department's its own."""
    return caller.department is None or site.owner == caller.department


def _as_corrected(held: KeySite, new: KeySite) -> KeySite:
    """What a form says of a known site; people it does not name stay as they are."""
    return replace(
        new, edition=held.edition, checked_on=held.checked_on, check_note=held.check_note,
        shared_with=held.shared_with, is_demo=held.is_demo,
        responsible=new.responsible or held.responsible, phone=new.phone or held.phone,
        guard=new.guard or held.guard, guard_phone=new.guard_phone or held.guard_phone,
    )  # fmt: skip


def _text(told: SiteTold, name: str, longest: int) -> str | None:
    value = str(getattr(told, name))
    return as_text(value, name, longest=longest, lines=True) if value else None


def _as_told(held: KeySite, told: KeySite) -> KeySite:
    """A known site with what a table says of it."""
    return replace(
        told, site_id=held.site_id, shared_with=held.shared_with, checked_on=held.checked_on,
        check_note=held.check_note, cameras=held.cameras, place_id=held.place_id,
        edition=held.edition, is_demo=held.is_demo,
    )  # fmt: skip
