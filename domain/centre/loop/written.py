"""What people write into a case: printable and bounded, whichever door it comes through.

A row keeps accounts as words between blanks, so a name with a blank in it would let in two.
"""

from dataclasses import replace

from domain.centre.loop.said import Said
from domain.errors import InvalidError
from domain.fields import as_text

LONGEST_TEXT, LONGEST_PROOF, LONGEST_ACCOUNT, LONGEST_BODY = 2000, 200, 64, 64
MOST_MEDIATORS, MOST_INSTALMENTS, MOST_HEIRS = 10, 100, 10


def written(value: str | None, name: str, longest: int, *, lines: bool = False) -> str | None:
    """A text as it is kept; None where nothing stands.

    Raises:
        InvalidError: it is too long, or holds what cannot be printed.
    """
    if value is None or not value.strip():
        return None
    return as_text(value, name, longest=longest, lines=lines)


def as_kept(said: Said) -> Said:
    """What is said with a step, as it is kept.

    Raises:
        InvalidError: a text does not do, an account is no single word, or there is too much.
    """
    if len(said.mediators) > MOST_MEDIATORS:
        raise InvalidError(says="field_not_valid", field="mediators")
    if len(said.heirs) > MOST_HEIRS:
        raise InvalidError(says="field_not_valid", field="heirs")
    if len(said.instalments) > MOST_INSTALMENTS:
        raise InvalidError(says="field_not_valid", field="instalments")
    return replace(
        said,
        text=written(said.text, "text", LONGEST_TEXT, lines=True) or "",
        agreement=written(said.agreement, "agreement", LONGEST_TEXT, lines=True) or "",
        proof=written(said.proof, "proof", LONGEST_PROOF) or "",
        plan=written(said.plan, "plan", LONGEST_TEXT, lines=True) or "",
        claim=written(said.claim, "claim", LONGEST_TEXT, lines=True) or "",
        review_by=written(said.review_by, "review_by", LONGEST_BODY) or "",
        heirs=tuple(as_text(one, "heirs", longest=LONGEST_ACCOUNT) for one in said.heirs),
        leader=_account(said.leader, "leader") if said.leader else None,
        deputy=_account(said.deputy, "deputy") if said.deputy else None,
        mediators=tuple(_account(one, "mediators") for one in said.mediators),
        chair=_account(said.chair, "chair") if said.chair else None,
    )


def _account(name: str, field: str) -> str:
    account = as_text(name, field, longest=LONGEST_ACCOUNT)
    if " " in account:
        raise InvalidError(says="field_not_valid", field=field)
    return account
