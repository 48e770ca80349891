"""A slow, lossy line in front of a server: 3G with 5 % loss, as TCP shows it to a browser.

What the kernel would lose comes a retransmission later and holds back what follows on its
connection. In place of `tc netem`, which needs a module of the kernel that not every machine has.
"""

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SEGMENT = 1460
DOWN_BITS, UP_BITS, DELAY_S, LOSS = 400_000.0, 200_000.0, 0.1, 0.05
AGAIN_S = 0.3  # the least time after which Linux sends again, and some of the way


class Way:
    """One direction: what is sent waits for what was sent before it."""

    def __init__(self, bits_per_s: float, delay_s: float, loss: float, seed: int) -> None:
        self._rate, self._delay, self._loss = bits_per_s, delay_s, loss
        self._chance = random.Random(seed)
        self._free_at = 0.0

    def arrives(self, now: float, size: int) -> float:
        self._free_at = max(now, self._free_at) + size * 8 / self._rate
        lost = AGAIN_S if self._chance.random() < self._loss else 0.0
        return self._free_at + self._delay + lost


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way) -> None:
    loop = asyncio.get_running_loop()
    due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=64)

    async def deliver() -> None:
        while (held := await due.get())[1]:
            await asyncio.sleep(max(0.0, held[0] - loop.time()))
            writer.write(held[1])
            await writer.drain()
        writer.close()

    sending = asyncio.create_task(deliver())
    with suppress(ConnectionError):
        while piece := await reader.read(SEGMENT):
            await due.put((way.arrives(loop.time(), len(piece)), piece))
    await due.put((0.0, b""))
    with suppress(ConnectionError):
        await sending


@contextmanager
def slow_line(
    port: int, *, down_bits: float = DOWN_BITS, up_bits: float = UP_BITS, loss: float = LOSS
) -> Iterator[str]:
    """The address of a server behind the line; `port`: where the server listens."""
    loop = asyncio.new_event_loop()
    ways = Way(down_bits, DELAY_S, loss, 1), Way(up_bits, DELAY_S, loss, 2)

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers = [writer]
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
            writers.append(far_writer)
            await asyncio.gather(
                _pump(far_reader, writer, ways[0]), _pump(reader, far_writer, ways[1])
            )
        except (OSError, asyncio.CancelledError):
            pass  # somebody hung up
        finally:
            for one in writers:
                one.transport.abort()
                with suppress(OSError):
                    await one.wait_closed()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opened = asyncio.run_coroutine_threadsafe(asyncio.start_server(join, "127.0.0.1", 0), loop)
    server = opened.result()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end() -> None:
    """Cut what is still on its way."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for one in others:
        one.cancel()
    await asyncio.gather(*others, return_exceptions=True)
