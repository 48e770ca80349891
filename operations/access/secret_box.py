"""Secrets that must be read again, kept sealed: a copy of the database alone does not open them."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import OneScreenError

MARK = "v1."
_NONCE = 12


class SecretBox:
    """AES-256-GCM under a key derived from the account key; each secret belongs to one account.

    Args:
        key: the account key, any text of 128 bits or more.
    """

    def __init__(self, key: str) -> None:
        made = HKDF(hashes.SHA256(), 32, salt=None, info=b"onescreen second factor")
        self._cipher = AESGCM(made.derive(key.encode()))

    def seal(self, secret: str, owner: str) -> str:
        """What is kept of a secret.

        Args:
            secret: in the open.
            owner: the id it belongs to; under another it does not open.
        """
        nonce = os.urandom(_NONCE)
        sealed = self._cipher.encrypt(nonce, secret.encode(), owner.encode())
        return MARK + base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, kept: str, owner: str) -> str:
        """The secret in the open; one kept before secrets were sealed is returned as it is.

        Raises:
            SealedError: the key is another one, or what was kept has been changed.
        """
        if not kept.startswith(MARK):
            return kept
        try:
            raw = base64.urlsafe_b64decode(kept.removeprefix(MARK))
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], owner.encode()).decode()
        except (InvalidTag, ValueError):
            raise SealedError("a second factor cannot be opened with this account key") from None


class SealedError(OneScreenError):
    """The account key does not open what was sealed; the second factor must be set anew."""
