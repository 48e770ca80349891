"""What is taken away is written down first: who, from where, when, and what was asked for."""

from collections.abc import Mapping
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.callers import address_of, caller_of
from api.errors import refusal_of
from domain.access.access import is_export
from domain.errors import OneScreenError
from domain.subject_key import SubjectKey

LONGEST_QUERY = 500


_ABOUT = "onescreen.exports_of"


def exports_of(scope: Scope, about: SubjectKey) -> None:
    """Say of which entity the answer to a request is a copy: its record names it."""
    scope.setdefault("state", {})[_ABOUT] = about


class Audit(Protocol):
    """The part of operations/access/audit.py that is told."""

    async def tell(
        self,
        action: str,
        *,
        actor: str,
        subject: str,
        address: str | None = None,
        about: Mapping[str, Any] | None = None,
        personal: Mapping[str, Any] | None = None,
    ) -> None:
        """Write one act down; returns after the commit."""


class Exported:
    """Behind the gate: no file of the table's `EXPORTS` leaves before the record says so."""

    def __init__(self, app: ASGIApp, audit: Audit) -> None:
        self._app = app
        self._audit = audit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold an export back until it is written down; everything else passes."""
        if scope["type"] != "http" or not is_export(scope["method"], scope["path"]):
            await self._app(scope, receive, send)
            return
        is_withheld = False

        async def after_record(message: Message) -> None:
            nonlocal is_withheld
            if message["type"] == "http.response.start" and message["status"] < 300:
                try:
                    await self._write_down(scope)
                except OneScreenError as error:
                    is_withheld = True
                    await refusal_of(error)(scope, receive, send)
            if not is_withheld:
                await send(message)

        await self._app(scope, receive, after_record)

    async def _write_down(self, scope: Scope) -> None:
        caller = caller_of(scope)
        query = scope["query_string"].decode("latin-1")[:LONGEST_QUERY]
        await self._audit.tell(
            "exported",
            actor=caller.actor,
            subject="export",
            address=address_of(scope),
            about={
                "what": scope["path"][:200],
                "role": caller.role,
                **_subject(scope.get("state", {}).get(_ABOUT)),
            },
            personal={"text": query} if query else {},
        )


def _subject(about: SubjectKey | None) -> dict[str, str]:
    """Which entity it is a copy of, where it is of one."""
    return {"subject_kind": about.kind, "subject_id": about.id[:200]} if about else {}
