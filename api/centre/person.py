"""`/api/v1/cases/{code}/slips`: slips of single parties, each with a link of its own.

Printing one changes something: the earlier link of that party opens nothing from then on. So it is
sent, not read; the slip without a link is `…/slip.pdf`.
"""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.bodies import who
from api.callers import address_of
from api.centre.reasons import reason_of, with_reason
from api.typed import Answer, Body, Longest, file_told, read, said, told
from operations.centre.person.party_slips import PartySlips

PDF = "application/pdf"
# Whether an earlier link was taken back by printing this one: `revoked` or `none`.
EARLIER = "x-earlier-slip"


class SlipIn(Body):
    """Whose slip: `party_id` of the case, else the first who claims.

    `with_pin`: proven by a printed PIN although a phone is known.
    """

    party_id: Annotated[str | None, Longest(64)] = None
    with_pin: bool = False


class RevokedOut(Answer):
    """Whether there was a link to take back."""

    revoked: bool


def router(slips: PartySlips) -> APIRouter:
    """The routes of slips of parties."""
    routes = APIRouter(prefix="/api/v1")

    @routes.post("/cases/{code_of_case}/slips", **with_reason(file_told(PDF, SlipIn)))
    async def print_slip(code_of_case: str, request: Request) -> Response:
        body = await read(request, SlipIn)
        slip = await slips.print(
            code_of_case,
            body.party_id or "",
            who(request),
            with_pin=body.with_pin,
            reason=reason_of(request),
            address=address_of(request.scope),
        )
        headers = {
            "content-disposition": f'inline; filename="{slip.name}"',
            EARLIER: "revoked" if slip.revoked else "none",
        }
        return Response(slip.content, media_type=PDF, headers=headers)

    @routes.post("/cases/{code_of_case}/slips/revocation", **with_reason(told(SlipIn, RevokedOut)))
    async def revoke_slip(code_of_case: str, request: Request) -> Response:
        body = await read(request, SlipIn)
        revoked = await slips.revoke(
            code_of_case, body.party_id or "", who(request), reason=reason_of(request)
        )
        return said(RevokedOut(revoked=revoked))

    return routes
