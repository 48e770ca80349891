"""A link to a case for one of its parties (一案一码): an address nobody can guess, and a proof.

The address is printed as a QR code on the slip of that party. Of its token only a hash is kept. The
proof, the end of the party's phone or a PIN that is printed, is kept under a slow hash and lies
among the personal fields: it goes when the party is erased.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.kind import Audience, HangsOn, Kept, Kind, Owned
from domain.kind_fields import Masking, fields_of

PHONE_END = 4
PIN_DIGITS = 6
# After the end of a case its link stays for the rating, and for whoever comes late.
LIVES_AFTER_CLOSING = timedelta(days=90)
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A link of one party; at most one of each party is open.

    Attributes:
        token_hash: of the token in the address.
        is_pin: proven by a PIN that was printed; else by the end of the phone.
        made_by: the account that printed the slip.
        revoked_at: since when it opens nothing, because the slip was printed anew or taken back.
        proof: the slow hash of what proves whose slip it is; None once it was erased.
    """

    link_id: str
    case_code: str
    party_id: str
    token_hash: str
    is_pin: bool
    made_at: datetime
    made_by: str
    revoked_at: datetime | None = None
    proof: str | None = None


CASE_LINK = Kind(
    name="case_link",
    entity=CaseLink,
    fields=fields_of(CaseLink, proof={"personal": Masking.WORDS}),
    id_field="link_id",
    audience=Audience(("cases.see",), owned=Owned.SUBJECT),
    kept=Kept.WITH_SUBJECT,
    hangs_on=HangsOn(id_field="party_id", kind_field="", kind="case_party"),
    title="查询回执",
    says={
        "print": "打印了查询回执",
        "revoke": "作废了查询回执",
        "erased": "个人信息已删除",
    },
)


def end_of_phone(phone: str | None) -> str | None:
    """The digits by which the owner of a phone proves it; None where it has too few."""
    digits = "".join(letter for letter in (phone or "").translate(_WIDE) if letter.isdecimal())
    return digits[-PHONE_END:] if len(digits) >= 7 else None


def read_proof(text: str) -> str:
    """A proof as it was typed: its digits alone, no more than any proof has."""
    digits = "".join(letter for letter in text.translate(_WIDE) if letter in "0123456789")
    return digits[: PIN_DIGITS + 1]


def is_open(link: CaseLink, closed_at: datetime | None, now: datetime) -> bool:
    """Whether a link still shows its case."""
    if link.revoked_at is not None or link.proof is None:
        return False
    return closed_at is None or now < closed_at + LIVES_AFTER_CLOSING
