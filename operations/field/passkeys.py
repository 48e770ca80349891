"""Passkeys beside the PIN: made on an open phone, asked once, and worth what the PIN is worth.

Source: docs/decisions/0160-a-passkey-beside-the-pin.md
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from domain.access.access import NotAllowedError
from domain.errors import ConflictError, InvalidError
from domain.field.passkeys import ASKED_FOR, Ask, Challenge, Passkey, Site
from domain.field.phones import MOST_TRIES, Phone
from operations.clock import utc_now
from operations.field.phones import FieldPhones, opened, tried
from operations.threads import Work
from operations.transactions import in_transaction
from store import Store, Transaction
from store.field import passkeys as kept
from store.field import phones as kept_phones

if TYPE_CHECKING:  # imported when the first answer is verified, on a thread
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.registration.verify_registration_response import VerifiedRegistration

NAME = "OneScreen"
# ECDSA with SHA-256, EdDSA, and RSA with SHA-256, by their numbers in COSE.
ALGORITHMS = (-7, -8, -257)
# What taking a stranger's bytes apart may end with, beside the library's own words for it.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
Options = Mapping[str, Any]


class FieldPasskeys:
    """Keeps the passkeys of phones. Only a bound phone asks, and only for itself.

    Args:
        store, work: where they are kept.
        phones: the bindings that passkeys open.
        site: where passkeys are good for; None: the server has no address browsers make them for.
        now: the present moment.
    """

    def __init__(
        self,
        store: Store,
        work: Work,
        phones: FieldPhones,
        site: Site | None,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._store, self._work, self._phones = store, work, phones
        self.site, self._now = site, now

    async def of(self, phone: Phone) -> Passkey | None:
        """The passkey of a phone: of its own account, good for this server."""
        if self.site is None:
            return None
        found = await self._work.read(
            lambda: self._store.ask(lambda rows: kept.passkey_of(rows, phone.device_id))
        )
        return found if found and found.account == phone.caller.actor else None

    async def begin(self, phone: Phone) -> Options:
        """Ask a phone to make a passkey; what `navigator.credentials.create` is given.

        Raises:
            ConflictError: this server takes none.
            NotAllowedError: the phone is not open.
        """
        site = self._site()
        self._refuse_shut(phone)
        challenge = await self._ask(phone, Ask.MAKE)
        return {
            "rp": {"id": site.host, "name": NAME},
            "user": {
                "id": _base64(phone.device_id.encode()),
                "name": phone.caller.actor,
                "displayName": phone.caller.actor,
            },
            "challenge": _base64(bytes.fromhex(challenge.value)),
            "pubKeyCredParams": [{"type": "public-key", "alg": alg} for alg in ALGORITHMS],
            "timeout": _milliseconds(),
            "attestation": "none",
            # of this phone itself, and only after a finger, a face or its own code
            "authenticatorSelection": {
                "authenticatorAttachment": "platform",
                "residentKey": "discouraged",
                "userVerification": "required",
            },
        }

    async def make(self, phone: Phone, credential: Options) -> None:
        """Keep the passkey a phone has made; one it had before is gone.

        Raises:
            NotAllowedError: the phone is not open.
            InvalidError: it is no answer to what was asked, or not made for this server.
        """
        site = self._site()
        self._refuse_shut(phone)
        challenge = await self._taken(phone, Ask.MAKE)
        made = await self._work.read(lambda: _verify_made(credential, challenge, site))

        def write(tx: Transaction) -> None:
            if kept_phones.key_of(tx.connection, phone.device_id) is None:
                raise ConflictError(says="phone_not_bound", field="phone", code="not_bound")
            one = Passkey(
                device_id=phone.device_id,
                account=phone.caller.actor,
                credential_id=_base64(made.credential_id),
                public_key=_base64(made.credential_public_key),
                sign_count=made.sign_count,
                made_at=tx.at,
            )
            kept.put_passkey(tx.connection, one)

        await in_transaction(self._store, self._work, write)

    async def ask(self, phone: Phone) -> Options:
        """Ask a phone for its passkey; what `navigator.credentials.get` is given.

        Raises:
            ConflictError: this server takes none, or the phone has none.
        """
        site, held = self._site(), await self._held(phone)
        challenge = await self._ask(phone, Ask.OPEN)
        return {
            "challenge": _base64(bytes.fromhex(challenge.value)),
            "rpId": site.host,
            "allowCredentials": [{"type": "public-key", "id": held.credential_id}],
            "timeout": _milliseconds(),
            "userVerification": "required",
        }

    async def open(self, phone: Phone, credential: Options) -> datetime:
        """Show personal data again; until when.

        Raises:
            ConflictError: the phone has no passkey.
            InvalidError: nothing was asked, or too long ago.
            NotAllowedError: it is not this phone's passkey, or there were too many tries.
        """
        site, held = self._site(), await self._held(phone)
        challenge = await self._taken(phone, Ask.OPEN)
        # Counted with the PIN's and before it is looked at, as there.
        key = await self._phones.change_key(phone, tried)
        try:
            answer = await self._work.read(lambda: _verify_open(credential, challenge, site, held))
        except _WrongError:
            raise _refused(key.tries) from None

        def write(tx: Transaction) -> bool:
            now = kept.passkey_of(tx.connection, phone.device_id)
            if now != held:  # made anew, used or ended meanwhile
                return False
            used = replace(held, sign_count=answer.new_sign_count, used_at=tx.at)
            kept.put_passkey(tx.connection, used)
            return True

        if not await in_transaction(self._store, self._work, write):
            raise _refused(key.tries)
        return (await self._phones.change_key(phone, opened)).open_until or self._now()

    async def drop(self, phone: Phone) -> None:
        """Take a phone's passkey away."""

        def write(tx: Transaction) -> None:
            kept.drop_passkey(tx.connection, phone.device_id)

        await in_transaction(self._store, self._work, write)

    # asking --------------------------------------------------------------------------------

    def _site(self) -> Site:
        if self.site is None:
            raise ConflictError(says="passkey_off", field="passkey", code="passkey_off")
        return self.site

    def _refuse_shut(self, phone: Phone) -> None:
        if not phone.is_open(self._now()):
            raise NotAllowedError(says="passkey_shut", field="passkey", code="passkey_shut")

    async def _held(self, phone: Phone) -> Passkey:
        held = await self.of(phone)
        if held is None:
            raise ConflictError(says="passkey_none", field="passkey", code="passkey_none")
        return held

    async def _ask(self, phone: Phone, ask: Ask) -> Challenge:
        def write(tx: Transaction) -> Challenge:
            made = Challenge(phone.device_id, ask, secrets.token_hex(32), tx.at)
            kept.put_challenge(tx.connection, made)
            return made

        return await in_transaction(self._store, self._work, write)

    async def _taken(self, phone: Phone, ask: Ask) -> Challenge:
        """What the phone was asked, for this one answer."""

        def write(tx: Transaction) -> Challenge | None:
            return kept.take_challenge(tx.connection, phone.device_id)

        taken = await in_transaction(self._store, self._work, write)
        if taken is None or not taken.is_for(ask, self._now()):
            raise InvalidError(says="passkey_late", field="passkey", code="passkey_late")
        return taken


class _WrongError(Exception):
    """An answer that does not hold."""


def _refused(tries: int) -> NotAllowedError:
    left = MOST_TRIES - tries
    return NotAllowedError(says="passkey_wrong", left=left, field="passkey", code="passkey_wrong")


def _base64(raw: bytes) -> str:
    """URL-safe and without its padding, as browsers write it."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _milliseconds() -> int:
    return int(ASKED_FOR.total_seconds() * 1000)


def _verify_made(credential: Options, challenge: Challenge, site: Site) -> "VerifiedRegistration":
    from webauthn import verify_registration_response
    from webauthn.helpers.cose import COSEAlgorithmIdentifier
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return verify_registration_response(
            credential=dict(credential),
            expected_challenge=bytes.fromhex(challenge.value),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=[COSEAlgorithmIdentifier(one) for one in ALGORITHMS],
        )
    except (WebAuthnException, *_UNREADABLE):
        raise InvalidError(says="passkey_not_made", field="passkey") from None


def _verify_open(
    credential: Options, challenge: Challenge, site: Site, held: Passkey
) -> "VerifiedAuthentication":
    from webauthn import base64url_to_bytes, verify_authentication_response
    from webauthn.helpers.exceptions import WebAuthnException

    if credential.get("id") != held.credential_id:
        raise _WrongError
    try:
        return verify_authentication_response(
            credential=dict(credential),
            expected_challenge=bytes.fromhex(challenge.value),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(held.public_key),
            credential_current_sign_count=held.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, *_UNREADABLE):
        raise _WrongError from None
