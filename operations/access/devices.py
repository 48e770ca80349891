"""Wall screens paired by a code; feeds and machines with a key of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.access.access import require
from domain.access.accounts import Device
from domain.access.callers import Caller
from domain.access.grants import KEY_RIGHTS, WHOLE_DISTRICT_RIGHTS
from domain.access.networks import give_way, network_of
from domain.access.roles import KEY, SHOWN
from domain.audit.audit import audit
from domain.errors import InvalidError, NotFoundError, OneScreenError
from domain.fields import as_choice, as_text
from domain.incidents.reports import LONGEST_SOURCE
from domain.ingest.device_ids import read_device_id
from domain.maps.areas import level_of
from domain.maps.known_areas import check_known
from domain.personal.number_masks import mask_numbers
from operations.access.passwords import new_code, new_token, plain_code, token_hash
from operations.access.register import Register
from store import Transaction

CODE_LIVES = timedelta(minutes=10)
MOST_PAIRING = 5000
MOST_PER_NETWORK = 20  # a room of screens; whoever asks for more loses the oldest
CODE_LENGTH = 8


@dataclass(slots=True)
class Pairing:
    """A screen that waits to be confirmed; `key` is set once somebody has done so."""

    code: str
    secret_hash: str
    address: str
    expires_at: datetime
    is_confirmed: bool = False
    key: str | None = None


class Devices:
    """Walls and feeds: made, given new keys, revoked. Only hashes of keys are kept."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._pairing: dict[str, Pairing] = {}

    # a screen asks -------------------------------------------------------------------------

    def begin_pairing(self, address: str) -> tuple[str, str]:
        """A code to show on the screen, and the secret the screen keeps.

        Nobody is kept out: where too many wait, the oldest of whoever asked most often go.
        """
        self._forget_old()
        held = {code: network_of(one.address) for code, one in self._pairing.items()}
        for code in give_way(
            held, network_of(address), most=MOST_PAIRING, most_of_one=MOST_PER_NETWORK
        ):
            del self._pairing[code]
        code, secret = new_code(CODE_LENGTH), new_token()
        self._pairing[code] = Pairing(
            code, token_hash(secret), address, self._register.now() + CODE_LIVES
        )
        return code, secret

    def pairing_of(self, secret: str) -> Pairing | None:
        """The pairing a screen's secret belongs to; None when it is over."""
        self._forget_old()
        hashed = token_hash(secret)
        return next((held for held in self._pairing.values() if held.secret_hash == hashed), None)

    def take_key(self, secret: str) -> str | None:
        """The key of a confirmed pairing, handed out once."""
        held = self.pairing_of(secret)
        if held is None or held.key is None:
            return None
        del self._pairing[held.code]
        return held.key

    def _forget_old(self) -> None:
        now = self._register.now()
        self._pairing = {
            code: held for code, held in self._pairing.items() if held.expires_at > now
        }

    # people decide -------------------------------------------------------------------------

    async def pair_wall(
        self,
        caller: Caller,
        code: str,
        name: str,
        *,
        kind: str = "wall",
        area: str | None = None,
        address: str | None = None,
    ) -> Device:
        """Confirm the screen that shows a code: from now on it is a screen of this kind and name.

        Raises:
            NotAllowedError: the caller may not, or not for this area.
            NotFoundError: no screen shows this code (any more).
            InvalidError: the kind, the name or the area is none; or an area for a screen of the
                dispute centre, which belongs to none.
        """
        kind = as_choice(kind, "kind", SHOWN)
        if kind != "wall" and area:
            raise InvalidError(says="screen_without_area", field="area")
        area = (area or caller.area) if kind == "wall" else None
        require(caller, "walls.pair", area)
        device, key = self._made(kind, name, caller, area)
        self._forget_old()
        held = self._pairing.get(plain_code(code))
        if held is None or held.is_confirmed:
            raise NotFoundError(says="no_pairing_code", field="code")
        held.is_confirmed = True
        try:
            await self._add(device, "wall_paired", caller, address)
        except OneScreenError:
            held.is_confirmed = False
            raise
        held.key = key
        return device

    async def add_feed(
        self,
        caller: Caller,
        name: str,
        *,
        unit_id: str | None = None,
        address: str | None = None,
    ) -> tuple[Device, str]:
        """Add a feed; returns it and its key, to be told once.

        With `unit_id`, a phone's: it may send for that unit only. Without, a gateway's.

        Raises:
            NotAllowedError: the caller may not.
            InvalidError: the name is none, or the unit's id cannot be one.
        """
        require(caller, "devices.manage")
        known = read_device_id(unit_id)
        if unit_id is not None and known is None:
            raise InvalidError(says="unit_id_wrong", field="unit_id")
        device, key = self._made("feed", name, caller, None)
        device = replace(device, unit_id=known)
        await self._add(device, "device_added", caller, address)
        return device, key

    async def own_key(self, caller: Caller, unit_id: str, *, address: str | None = None) -> str:
        """Give somebody in the field a key for the unit they are; those they had before end.

        Whoever calls this knows that the unit is theirs.

        Raises:
            NotAllowedError: the caller is not in the field.
        """
        require(caller, "field.use")
        device, key = self._made("feed", f"{caller.actor} {unit_id}", caller, None)
        device = replace(device, unit_id=unit_id)

        def write(tx: Transaction) -> None:
            self._end_own(tx, caller.actor, caller.actor, address)
            tx.accounts.put_device(device)
            _tell(tx, "device_added", caller.actor, device, address)

        await self._register.write(write)
        return key

    async def end_own_keys(self, account: str, actor: str, address: str | None = None) -> int:
        """End the keys somebody in the field has given themselves; how many there were.

        Whoever calls this has asked whether `actor` may.
        """
        return await self._register.write(lambda tx: self._end_own(tx, account, actor, address))

    def _end_own(self, tx: Transaction, account: str, actor: str, address: str | None) -> int:
        own = [
            one
            for one in tx.accounts.devices()
            if one.kind == "feed" and one.unit_id and one.created_by == account
            and one.revoked_at is None
        ]  # fmt: skip
        for one in own:
            after = replace(one, revoked_at=self._register.now())
            tx.accounts.put_device(after)
            _tell(tx, "device_revoked", actor, after, address)
        return len(own)

    async def add_key(
        self,
        caller: Caller,
        name: str,
        rights: Sequence[str],
        *,
        area: str | None = None,
        source: str | None = None,
        address: str | None = None,
    ) -> tuple[Device, str]:
        """Add a machine that may do what is listed, and nothing else; returns it and its key.

        Args:
            caller: who gives it.
            name: what records of it are signed with.
            rights: words of `KEY_RIGHTS`; with none it may do nothing.
            area: the subtree it may ask about and report in, None for the whole district.
            source: the only source it may report for and ask about, None for any.
            address: where the caller sits.

        Raises:
            NotAllowedError: the caller may not.
            InvalidError: the name is none, or a key cannot have one of the rights.
        """
        require(caller, "devices.manage", area)
        if unknown := sorted(set(rights) - KEY_RIGHTS):
            raise InvalidError(says="right_not_for_keys", name=unknown[0][:32], field="rights")
        if area is not None and (wide := sorted(set(rights) & WHOLE_DISTRICT_RIGHTS)):
            # What is reported has a place of its own, which no key of an area bounds.
            raise InvalidError(says="right_of_whole_district", name=wide[0], field="area")
        device, key = self._made(KEY, name, caller, area)
        bound = mask_numbers(as_text(source, "source", longest=LONGEST_SOURCE)) if source else None
        device = replace(device, rights=" ".join(sorted(set(rights))) or None, source=bound)
        await self._add(device, "device_added", caller, address)
        return device, key

    async def rotate(
        self, caller: Caller, device_id: str, *, address: str | None = None
    ) -> tuple[Device, str]:
        """Give a feed or a machine a new key, told once; the old one ends at once.

        Raises:
            NotAllowedError: the caller may not.
            NotFoundError: no such device in use.
            InvalidError: it is a wall; it gets its key by pairing.
        """
        key = new_token()

        def step(held: Device) -> Device:
            if held.kind in SHOWN:
                raise InvalidError(says="wall_has_no_key", field="device_id")
            return replace(held, key_hash=token_hash(key), keyed_at=self._register.now())

        return await self._change(caller, device_id, "device_rotated", step, address), key

    async def revoke(self, caller: Caller, device_id: str, *, address: str | None = None) -> Device:
        """End a device's key: its requests are refused at once, its live socket within seconds.

        Raises:
            NotAllowedError: the caller may not.
            NotFoundError: no such device in use.
        """

        def step(held: Device) -> Device:
            return replace(held, revoked_at=self._register.now())

        return await self._change(caller, device_id, "device_revoked", step, address)

    async def all(self, caller: Caller) -> list[Device]:
        """Every device, newest first.

        Raises:
            NotAllowedError: the caller may not see them.
        """
        require(caller, "devices.manage")

        return await self._register.read(lambda rows: rows.devices())

    def _made(self, kind: str, name: str, caller: Caller, area: str | None) -> tuple[Device, str]:
        if area:
            level_of(area)
            check_known(area, self._register.areas())
        key, now = new_token(), self._register.now()
        device = Device(
            device_id=new_token()[:16],
            kind=kind,
            name=as_text(name, "name", longest=64),
            key_hash=token_hash(key),
            created_at=now,
            created_by=caller.actor,
            area=area,
            keyed_at=now,
        )
        return device, key

    async def _add(self, device: Device, action: str, caller: Caller, address: str | None) -> None:
        def write(tx: Transaction) -> None:
            tx.accounts.put_device(device)
            _tell(tx, action, caller.actor, device, address)

        await self._register.write(write)

    async def _change(
        self,
        caller: Caller,
        device_id: str,
        action: str,
        step: Callable[[Device], Device],
        address: str | None,
    ) -> Device:
        require(caller, "devices.manage")

        def write(tx: Transaction) -> Device:
            held = tx.accounts.device(device_id)
            if held is None or held.revoked_at is not None:
                raise NotFoundError(says="no_device", field="device_id")
            after = step(held)
            tx.accounts.put_device(after)
            _tell(tx, action, caller.actor, after, address)
            return after

        return await self._register.write(write)


def _tell(tx: Transaction, action: str, actor: str, device: Device, address: str | None) -> None:
    about = {"kind": device.kind, "device_id": device.device_id}
    if device.rights:
        about["rights"] = device.rights
    if device.source:
        about["source"] = device.source
    tx.append(
        audit(
            action, actor=actor, subject=f"{device.kind}:{device.name}", at=tx.at,
            address=address, about=about,
        )
    )  # fmt: skip
