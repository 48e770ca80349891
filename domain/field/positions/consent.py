"""Consent to sharing one's position: asked in words, given, taken back at any time.

Whoever shares is on duty and sees a sign of it; off duty nothing is taken (docs/privacy.md).
"""

from dataclasses import dataclass
from datetime import datetime

from domain.kind import Audience, Kept, Kind
from domain.kind_fields import fields_of

# Of the words on the page: other words are agreed to anew.
VERSION = 1


@dataclass(frozen=True, slots=True)
class PositionConsent:
    """What somebody has agreed to.

    Attributes:
        account: whose; the id.
        version: of the words.
        given_at, withdrawn_at: when; None before.
    """

    account: str
    version: int
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether the words of today are agreed to."""
        return self.version == VERSION and self.withdrawn_at is None and self.given_at is not None


POSITION_CONSENT = Kind(
    name="position_consent",
    entity=PositionConsent,
    fields=fields_of(PositionConsent),
    id_field="account",
    audience=Audience(("journal.read",)),
    is_streamed=False,
    kept=Kept.NEWEST,
    title="定位共享同意",
    says={"give": "同意在岗期间共享位置", "withdraw": "撤回了位置共享同意"},
)
