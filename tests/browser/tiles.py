"""A tile service on this machine: plain squares, and what was asked for. It can be struck dumb."""

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def square(red: int, green: int, blue: int, side: int = 256) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes((red, green, blue)) * side) * side
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


class Tiles:
    """`asked`: paths in order; `referrers`: what browsers said of where they are."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.referrers: set[str] = set()
        self.is_answering = True
        self.url = ""

    def answer(self, path: str, referrer: str) -> bytes | None:
        """The tile, None for a refusal."""
        self.asked.append(path)
        self.referrers.add(referrer)
        return square(200, 60, 60) if self.is_answering else None


@contextmanager
def tile_service() -> Iterator[Tiles]:
    """A service that answers until the block ends."""
    tiles = Tiles()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = tiles.answer(self.path, self.headers.get("referer", ""))
            self.send_response(200 if body else 503)
            self.send_header("content-type", "image/png")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tiles.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield tiles
    finally:
        server.shutdown()
        server.server_close()
