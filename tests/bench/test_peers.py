"""The comparison with other screens: what is sent, and what is said where a peer is missing."""

import subprocess
from collections import Counter

from bench import peers


async def test_every_unit_is_sent_once_a_second(monkeypatch):
    async def at_once(_seconds: float) -> None:
        pass

    monkeypatch.setattr(peers.asyncio, "sleep", at_once)
    seen: Counter[str] = Counter()

    async def send(rows):
        seen.update(row[0] for row in rows)

    await peers.move(50, 3, send)
    assert set(seen.values()) == {3}
    assert len(seen) == 50


def test_without_npm_the_reason_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(peers.shutil, "which", lambda name: None)
    assert peers.install(tmp_path) == "npm is not on this machine"


def test_what_npm_refuses_is_said(tmp_path, monkeypatch):
    def fail(command, **_more):
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(peers.shutil, "which", lambda name: "/usr/bin/npm")
    monkeypatch.setattr(peers.subprocess, "run", fail)
    assert "npm could not install node-red" in peers.install(tmp_path)
