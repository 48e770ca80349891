"""One camera that speaks RTSP, packed as HLS into a folder: run as a process of its own.

    python -m feeds.video.relay

It reads one line of JSON (`url`, `user`, `secret`, `folder`) from its input and ends when that
closes. It ends with 3 where the camera refuses, 4 where it is not there, 5 where it leads
elsewhere, 6 where its frames stop.
"""

import json
import os
import resource
import socket
import sys
import threading
from pathlib import Path
from urllib.parse import quote, urlsplit

REFUSES, NOT_THERE, LEADS_ELSEWHERE, STOPPED = 3, 4, 5, 6
LARGEST_MEMORY = 2 * 1024**3
CONNECT_S, READ_S = 5.0, 8.0


def main() -> int:
    """Pack until the frames stop."""
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = json.loads(sys.stdin.buffer.readline(8192))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    code = first_answer(told["url"])
    return code or _pack(with_login(told["url"], told["user"], told["secret"]), told["folder"])


def first_answer(url: str) -> int:
    """Ask once by hand: a library would follow where an answer leads. 0 where all is well."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port or 554), CONNECT_S) as line:
            line.settimeout(CONNECT_S)
            line.sendall(f"DESCRIBE {url} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())
            words = line.recv(4096).split(b" ", 2)
    except OSError:
        return NOT_THERE
    if len(words) < 3 or not words[0].startswith(b"RTSP/"):
        return NOT_THERE
    return LEADS_ELSEWHERE if words[1].startswith(b"3") else 0


def with_login(url: str, user: str, secret: str) -> str:
    """The address with who asks, as the library takes it."""
    if not user:
        return url
    parts = urlsplit(url)
    login = f"{quote(user, safe='')}:{quote(secret, safe='')}@"
    return parts._replace(netloc=login + parts.netloc).geturl()


def _pack(url: str, folder: str) -> int:
    import av

    given = {"rtsp_transport": "tcp", "allowed_media_types": "video"}
    try:
        taken = av.open(url, options=given, timeout=(CONNECT_S, READ_S))
    except av.error.HTTPUnauthorizedError:
        return REFUSES
    except (av.error.FFmpegError, OSError):
        return NOT_THERE
    # Written beside and put in its place: whoever reads a playlist reads a whole one.
    told = {
        "hls_time": "1", "hls_list_size": "6", "hls_segment_type": "fmp4",
        "hls_flags": "delete_segments+program_date_time+independent_segments+temp_file",
    }  # fmt: skip
    with taken, av.open(str(Path(folder) / "index.m3u8"), "w", format="hls", options=told) as made:
        from_camera = taken.streams.video[0]
        packed = made.add_stream_from_template(from_camera)
        last = -1
        try:
            for packet in taken.demux(from_camera):
                # What comes before its time cannot be packed; cameras begin so.
                if packet.dts is None or packet.dts <= last:
                    continue
                last = packet.dts
                packet.stream = packed
                made.mux(packet)
        except (av.error.FFmpegError, OSError):
            return STOPPED
    return STOPPED


def _end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    os._exit(main())  # the thread that waits for the parent would be waited for
