"""`/login`, `/logout`, `/account`, `/pair`: pages and forms before and beside the screen."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.entrance import account
from api.entrance import oidc as elsewhere
from api.entrance import pair as walls
from api.entrance import sign_in as doors
from api.entrance.forms import Parts, local_path

__all__ = ["Parts", "local_path", "router"]


def router(parts: Parts) -> APIRouter:
    """The routes of the entrance."""
    routes = APIRouter()
    for path, methods, answer in (
        ("/login", ["GET"], doors.show_login),
        ("/login", ["POST"], doors.sign_in),
        ("/login/code", ["GET"], doors.show_code),
        ("/login/code", ["POST"], doors.give_code),
        ("/login/oidc", ["GET"], elsewhere.begin),
        ("/login/oidc/callback", ["GET"], elsewhere.come_back),
        ("/logout", ["GET"], doors.show_logout),
        ("/logout", ["POST"], doors.sign_out),
        ("/account", ["GET"], account.show_account),
        ("/account/password", ["POST"], account.change_password),
        ("/account/factor", ["POST"], account.set_factor),
        ("/account/factor/remove", ["POST"], account.remove_factor),
        ("/account/sessions/{public_id}", ["POST"], account.end_session),
        ("/pair", ["GET"], walls.show_pair),
        ("/pair", ["POST"], walls.pair),
    ):
        routes.add_api_route(path, _bound(answer, parts), methods=methods)
    return routes


def _bound(
    answer: Callable[[Request, Parts], Awaitable[Response]], parts: Parts
) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        return await answer(request, parts)

    return respond
