"""What went wrong inside is told outside by a number only; the log knows the rest."""

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.refusals import opens_a_page
from api.errors import failure, noted
from api.languages import in_language
from api.requests import note_route
from layouts.failed import failed_page


class Failures:
    """The innermost middleware: an error nobody expected becomes an answer with a number."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for what fails before its answer has begun; later nothing can be mended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # the log is told which, the caller is not
            if has_begun:
                raise
            await _answer(scope, error)(scope, receive, send)
        finally:
            note_route(scope)


def _answer(scope: Scope, error: Exception) -> Response:
    if opens_a_page(scope):
        return HTMLResponse(in_language(failed_page(noted(error)), scope), 500)
    return failure(error)
