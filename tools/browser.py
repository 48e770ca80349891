"""Chromium, started the one way that works headless and offline on a bare machine."""

import shutil

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # a test pattern and a tone; whoever is not granted a device still has none
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]


def chromium_path() -> str:
    """Where Chromium is on this machine.

    Raises:
        FileNotFoundError: it is not installed.
    """
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise FileNotFoundError("Chromium is missing; on Debian: apt-get install chromium")
    return path
