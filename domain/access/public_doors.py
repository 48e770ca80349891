"""Doors without a role: pages that whoever holds their address may open.

The address is the only key, so it holds a token nobody can guess, and the door has a tight limit
of its own. A row says the path, whether something may be sent there, and what it loads; the access
table is made of it (domain/access/routes.py), and the gate asks the shape of the token first.
"""

import re
import secrets
from dataclasses import dataclass

# 32 letters of URL-safe base64: 192 bits.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_PATH = re.compile(r"(/[a-z][a-z0-9-]*)+/\{token\}")
LONGEST_BODY = 16 * 1024


@dataclass(frozen=True, slots=True)
class PublicDoor:
    """One public page.

    Attributes:
        path: ends in `{token}`, which names what is shown.
        takes_answers: whether something may be sent to it, such as the answers of a survey.
        assets: the folder of `assets/pages/` it loads.

    Raises:
        ValueError: the path has no token at its end.
    """

    path: str
    takes_answers: bool = False
    assets: str = ""

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise ValueError(f"a public path ends in {{token}}: {self.path}")

    @property
    def doors(self) -> tuple[str, ...]:
        """The doors of the access table that stand open to everybody."""
        made = [f"READ {self.path}"]
        if self.takes_answers:
            made.append(f"WRITE {self.path}")
        if self.assets:
            made.append(f"READ /assets/pages/{self.assets}/**")
        return tuple(made)


# A subject that has a public page lists it here.
PUBLIC: tuple[PublicDoor, ...] = (
    # a party sees where their case stands, by the address on their slip
    PublicDoor("/case/{token}", takes_answers=True, assets="case"),
    # somebody who was asked answers a survey, once, by the address they were given
    PublicDoor("/survey/{token}", takes_answers=True, assets="survey"),
)


def new_token() -> str:
    """A token for a new public address."""
    return secrets.token_urlsafe(24)


def is_token(text: str) -> bool:
    """Whether a text has the shape of a token; a wrong one is worth no question to the store."""
    return _TOKEN.fullmatch(text) is not None
