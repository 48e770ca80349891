"""A server that stands in for a source of pictures: it answers as a test tells it to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

# Status, body, and headers where it sends some; the method stands among what it is told.
Answer = Callable[[str, dict[str, str], dict[str, str]], tuple[Any, ...]]


class FakeServer:
    """Answers as it is told and remembers what it was asked; `url` is its origin."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: one[0] for name, one in parse_qs(parts.query).items()}
                fake.asked.append((parts.path, query))
                headers = {name.lower(): one for name, one in self.headers.items()}
                headers[":method"] = self.command
                self.rfile.read(int(headers.get("content-length", 0)))
                status, body, *more = answer(parts.path, query, headers)
                raw = body if isinstance(body, bytes) else orjson.dumps(body)
                self.send_response(status)
                for name, value in (more[0] if more else {}).items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_POST = do_GET  # noqa: N815
            do_DELETE = do_GET  # noqa: N815

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serving(answer: Answer) -> Iterator[FakeServer]:
    fake = FakeServer(answer)
    thread = Thread(target=fake.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        fake.server.shutdown()
        thread.join()
        fake.server.server_close()
