"""WebRTC signalling (WHEP) between a browser and a source, handed through and kept short.

Only the offer and its answer pass here; the frames go between the browser and the media server.

Source: draft-ietf-wish-whep; docs/decisions/0132
"""

import secrets
from urllib.parse import urljoin

import orjson

from domain.errors import InvalidError, NotFoundError
from domain.video.media.connector import Fetched
from domain.video.media.ways import MediaTroubleError, TroubleError
from operations.video.streams.book import MOST_SESSIONS, Stream
from operations.video.streams.streams import Media

LONGEST_SDP = 64 * 1024
_WITHIN_S = 8.0
_ZLM_OLD, _ZLM_WHEP = "/index/api/webrtc", "/index/api/whep"


class Signalling:
    """Hands offers on and answers back."""

    def __init__(self, media: Media) -> None:
        self._media = media

    async def offer(self, token: str, holder: str, sdp: bytes) -> tuple[str, bytes]:
        """A browser's offer.

        Returns:
            Our id of the session, and the source's answer.

        Raises:
            EndedError: the look is over.
            InvalidError: it is no offer.
            NotFoundError: this stream has no such way.
            TroubleError: the source refuses or is down.
        """
        stream = self._media.book.of_token(token, holder, self._media.now())
        if not sdp.startswith(b"v=0") or len(sdp) > LONGEST_SDP:
            raise InvalidError(says="video_no_offer", field="body")
        if not stream.sent.whep:
            raise NotFoundError(says="video_not_by_webrtc", code="no_way")
        await self._make_room(stream)
        if stream.sent.is_zlm:
            at_source, answer = await self._ask_zlm(stream, sdp)
        else:
            at_source, answer = await self._ask(stream, sdp)
        session = secrets.token_urlsafe(9)
        stream.sessions[session] = at_source
        return session, answer

    async def candidates(self, token: str, holder: str, session: str, body: bytes) -> bytes:
        """Further addresses of the browser (trickle ICE); what the source answers.

        Raises:
            EndedError, NotFoundError, TroubleError: as `offer`.
        """
        stream, at_source = self._session(token, holder, session)
        if len(body) > LONGEST_SDP:
            raise InvalidError(says="video_no_offer", field="body")
        if not at_source or stream.sent.is_zlm:  # which takes all of them with the offer
            return b""
        kind = {"content-type": "application/trickle-ice-sdpfrag", **dict(stream.sent.headers)}
        answer = await stream.connector.calls.fetch(
            at_source, method="PATCH", body=body, headers=kind, most=LONGEST_SDP,
            within_s=_WITHIN_S, may_refuse=True,
        )  # fmt: skip
        return answer.body if answer.status < 300 else b""

    async def end(self, token: str, holder: str, session: str) -> None:
        """The browser hangs up."""
        stream, _ = self._session(token, holder, session)
        await self._hang_up(stream, session)

    async def hung_up(self, stream: Stream) -> None:
        """End all sessions of a stream at its source."""
        for session in list(stream.sessions):
            await self._hang_up(stream, session)

    async def _make_room(self, stream: Stream) -> None:
        while len(stream.sessions) >= MOST_SESSIONS:
            await self._hang_up(stream, next(iter(stream.sessions)))

    async def _hang_up(self, stream: Stream, session: str) -> None:
        at_source = stream.sessions.pop(session, "")
        if at_source:
            await stream.connector.calls.fetch(
                at_source, method="DELETE", headers=dict(stream.sent.headers), within_s=3.0,
                may_refuse=True,
            )  # fmt: skip

    def _session(self, token: str, holder: str, session: str) -> tuple[Stream, str]:
        stream = self._media.book.of_token(token, holder, self._media.now())
        if session not in stream.sessions:
            raise NotFoundError(says="video_look_ended", field="session")
        return stream, stream.sessions[session]

    async def _ask(self, stream: Stream, sdp: bytes) -> tuple[str, bytes]:
        """As WHEP says: the answer, and where the session is."""
        kind = {"content-type": "application/sdp", **dict(stream.sent.headers)}
        answer = await stream.connector.calls.fetch(
            stream.sent.whep, method="POST", body=sdp, headers=kind, most=LONGEST_SDP,
            within_s=_WITHIN_S,
        )  # fmt: skip
        if not answer.body.startswith(b"v=0"):
            raise TroubleError(says="video_source_unread", source=stream.connector.source.name)
        return self._named(stream, stream.sent.whep, answer), answer.body

    async def _ask_zlm(self, stream: Stream, sdp: bytes) -> tuple[str, bytes]:
        """As WHEP, which names the session so that it can be ended; else in its older way.

        Source: ZLMediaKit, server/WebApi.cpp (`/index/api/whep`, `/index/api/delete_webrtc`)
        """
        calls, name = stream.connector.calls, stream.connector.source.name
        asked = stream.sent.whep.replace(_ZLM_OLD, _ZLM_WHEP, 1)
        answer = await calls.fetch(
            asked, method="POST", body=sdp, headers={"content-type": "application/sdp"},
            most=2 * LONGEST_SDP, within_s=_WITHIN_S, may_refuse=True,
        )  # fmt: skip
        if answer.status == 201 and answer.body.startswith(b"v=0"):
            return self._named(stream, asked, answer), answer.body
        # An older one knows no such path: it answers 404, or JSON that says so.
        answer = await calls.fetch(
            stream.sent.whep, method="POST", body=sdp, headers={"content-type": "text/plain"},
            most=2 * LONGEST_SDP, within_s=_WITHIN_S,
        )  # fmt: skip
        try:
            told = orjson.loads(answer.body)
        except orjson.JSONDecodeError:
            raise TroubleError(says="video_source_unread", source=name) from None
        if not isinstance(told, dict) or not isinstance(told.get("sdp"), str):
            raise MediaTroubleError(says="video_no_media", source=name)
        return "", told["sdp"].encode()

    @staticmethod
    def _named(stream: Stream, asked: str, answer: Fetched) -> str:
        """Where a session is ended. It may name any address; we ask at none but the source's."""
        located = answer.headers.get("location") or ""
        at_source = urljoin(asked, located) if located else ""
        return at_source if stream.connector.source.permits(at_source) else ""
