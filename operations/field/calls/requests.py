"""What is asked on a line of calls: by its kind, answered under its id, or refused with a sentence.

A message is `{"say": kind, "id": "7", "body": {…}}`; what the server tells by itself bears no id
(docs/calls.md, "What is said on a line").
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from domain.errors import InvalidError, OneScreenError, RefusedError
from domain.field.calls.states import Why
from domain.fields import as_choice, as_text
from operations.field.calls.recordings import Recordings
from operations.field.calls.rooms import Line, Message
from operations.field.calls.switchboard import Switchboard
from operations.field.calls.whom import read_asked, read_units

log = logging.getLogger(__name__)
LONGEST_ID = 64
# Why somebody leaves, as their browser may say it; all else the server finds out itself.
LEAVES_FOR = (Why.HANGUP, Why.MEDIA_BLOCKED, Why.ICE_FAILED)
Body = Mapping[str, Any]
Answer = Mapping[str, Any] | None
# The sentence of a refusal, in the language of whoever is on the line.
Say = Callable[[RefusedError], str]


class CallRequests:
    """Does what is asked, whoever's line it is; each operation asks the caller's rights."""

    def __init__(self, board: Switchboard, say: Say, recordings: Recordings | None = None) -> None:
        self._board, self._say, self._recordings = board, say, recordings
        self._kinds: Mapping[str, Callable[[Line, Body], Awaitable[Answer]]] = {
            "state": self._state,
            "call": self._call,
            "invite": self._invite,
            "join": self._join,
            "cancel": self._cancel,
            "callback": self._callback,
            "rang": self._rang,
            "answer": self._answer,
            "decline": self._decline,
            "back": self._back,
            "signal": self._signal,
            "ice": self._ice,
            "picture": self._picture,
            "leave": self._leave,
            "record": self._record,
            "record_agree": self._record_agree,
            "record_refuse": self._record_refuse,
        }

    async def answered(self, line: Line, kind: str, key: str, body: Body) -> Message:
        """What is answered to a message."""
        try:
            take = self._kinds.get(kind)
            if take is None:
                raise InvalidError(says="call_message", field="say")
            return {"said": key, "body": dict(await take(line, body) or {})}
        except RefusedError as refused:
            return self.refused(key, refused)
        except OneScreenError as failed:
            log.warning("a call could not be taken further: %s", failed)
            error = {"code": "failed", "field": None, "message": ""}
        return {"said": key, "error": error}

    def refused(self, key: str, refused: RefusedError) -> Message:
        """What is answered to a message that asks for what may not be."""
        error = {"code": refused.code, "field": refused.field, "message": self._say(refused)}
        return {"said": key, "error": error}

    # the kinds --------------------------------------------------------------------------------

    async def _state(self, line: Line, _: Body) -> Answer:
        return {"rings": self._board.phones.rings(line), "unit_id": line.unit_id}

    async def _call(self, line: Line, body: Body) -> Answer:
        return await self._board.desk.call(line, read_asked(body))

    async def _invite(self, line: Line, body: Body) -> Answer:
        await self._board.desk.invite(line, _id(body, "room_id"), read_units(body.get("units")))
        return None

    async def _join(self, line: Line, body: Body) -> Answer:
        return await self._board.desk.join(line, _id(body, "room_id"))

    async def _cancel(self, line: Line, body: Body) -> Answer:
        await self._board.desk.cancel(line, _id(body, "call_id"))
        return None

    async def _callback(self, line: Line, body: Body) -> Answer:
        if body.get("call_id"):
            await self._board.desk.ask_back(line, _id(body, "call_id"))
        else:
            await self._board.desk.only_ask_back(line, read_asked(body))
        return None

    async def _rang(self, line: Line, body: Body) -> Answer:
        await self._board.phones.rang(line, _id(body, "call_id"))
        return None

    async def _answer(self, line: Line, body: Body) -> Answer:
        return await self._board.phones.answer(line, _id(body, "call_id"))

    async def _decline(self, line: Line, body: Body) -> Answer:
        is_blocked = body.get("why") == Why.MEDIA_BLOCKED.value
        await self._board.phones.decline(line, _id(body, "call_id"), is_blocked=is_blocked)
        return None

    async def _back(self, line: Line, body: Body) -> Answer:
        return self._board.come_back(line, _id(body, "member_id"))

    async def _signal(self, line: Line, body: Body) -> Answer:
        data = body.get("data")
        if not isinstance(data, dict):
            raise InvalidError(says="call_message", field="data")
        self._board.pass_on(line, _id(body, "room_id"), _id(body, "to"), data)
        return None

    async def _ice(self, line: Line, body: Body) -> Answer:
        return self._board.fresh_words(line, _id(body, "room_id"))

    async def _picture(self, line: Line, body: Body) -> Answer:
        has_picture = body.get("is_shown") is True
        self._board.shows(line, _id(body, "room_id"), has_picture=has_picture)
        return None

    async def _leave(self, line: Line, body: Body) -> Answer:
        why = Why(as_choice(body.get("why") or Why.HANGUP.value, "why", LEAVES_FOR))
        await self._board.leave(line, _id(body, "room_id"), why)
        return None

    async def _record(self, line: Line, body: Body) -> Answer:
        await self._records().ask(line, _id(body, "room_id"))
        return None

    async def _record_agree(self, line: Line, body: Body) -> Answer:
        await self._records().agree(line, _id(body, "room_id"), _id(body, "recording_id"))
        return None

    async def _record_refuse(self, line: Line, body: Body) -> Answer:
        await self._records().refuse(line, _id(body, "room_id"), _id(body, "recording_id"))
        return None

    def _records(self) -> Recordings:
        if self._recordings is None:
            raise InvalidError(says="recording_off", field="recording")
        return self._recordings


def _id(body: Body, name: str) -> str:
    return as_text(body.get(name) or "", name, longest=LONGEST_ID)
