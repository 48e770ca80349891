"""The second factor: time-based codes (RFC 6238) that work once, and recovery codes."""

import hmac
from datetime import datetime

import pyotp

from domain.access.accounts import Account
from operations.access.passwords import plain_code, token_hash

STEP_S = 30
ISSUER = "OneScreen"
# A clock may be one step off either way.
_NEAR = (0, -1, 1)


def new_secret() -> str:
    """160 random bits in base 32."""
    return pyotp.random_base32()


def uri_of(secret: str, name: str) -> str:
    """What the QR code at enrolment says."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime, *, after: int = 0) -> int | None:
    """The time step a code belongs to; None when it fits none later than `after`.

    Args:
        secret: base 32.
        code: six digits, spaces allowed.
        at: now.
        after: the last step used; that and older ones do not count again.
    """
    digits = plain_code(code)
    now = int(at.timestamp()) // STEP_S
    totp = pyotp.TOTP(secret)
    for step in (now + near for near in _NEAR):
        if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode()) and step > after:
            return step
    return None


def without_recovery(account: Account, code: str) -> tuple[str, ...] | None:
    """The recovery codes left when this one is used; None when it is none of them."""
    hashed = token_hash(plain_code(code))
    left = tuple(kept for kept in account.recovery if not hmac.compare_digest(kept, hashed))
    return left if len(left) < len(account.recovery) else None


def recovery_hashes(codes: list[str]) -> tuple[str, ...]:
    """What is kept of recovery codes."""
    return tuple(token_hash(plain_code(code)) for code in codes)
