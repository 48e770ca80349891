"""Accounts as an operator makes them, and the entrance's forms as a browser sends them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx

from tools.running import ROOT

FORM = re.compile(r'name="form" value="([^"]+)"')
SECRET = re.compile(r'class="entrance-secret">([^<]+)<')


def added(data_dir: Path, name: str, role: str, *, demo: bool) -> str:
    """Add an account at the command line; the password it prints once."""
    command = [sys.executable, "-m", "operations", "add", name, "--role", role]
    settings = {"ONESCREEN_DATA_DIR": str(data_dir), "ONESCREEN_DEMO": str(int(demo))}
    told = subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, check=True, capture_output=True, text=True
    ).stdout
    return told.split()[-1]


def send(browser: httpx.Client, page: str, target: str, **fields: str) -> None:
    """Open a page and send its first form."""
    [form, *_] = FORM.findall(browser.get(page).text)
    answer = browser.post(target, data={"form": form, **fields})
    if answer.status_code not in {200, 303}:
        raise RuntimeError(f"{target} answered {answer.status_code}")
