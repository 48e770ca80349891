"""Administrators for the pictures: made at the command line, signed in as a person would be."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pyotp

from tools.running import ROOT

PASSWORD = "seven quiet herons wade"
FORM = re.compile(r'name="form" value="([^"]+)"')
SECRET = re.compile(r'class="entrance-secret">([^<]+)<')


def session_of(url: str, data_dir: Path, role: str) -> str:
    """The session cookie of a new administrator of a role, password changed and factor set.

    Args:
        url: where the demo runs.
        data_dir: its data folder.
        role: `system_admin`, `security_admin` or `audit_admin`.
    """
    name = role.replace("_", "-")
    once = _added(data_dir, name, role)
    with httpx.Client(base_url=url, headers={"origin": url}, timeout=30) as browser:
        _send(browser, "/login", "/login", name=name, password=once)
        _send(browser, "/account", "/account/password", old=once, new=PASSWORD, again=PASSWORD)
        [secret] = SECRET.findall(browser.get("/account").text)
        code = pyotp.TOTP(secret.replace(" ", "")).now()
        _send(browser, "/account", "/account/factor", code=code)
        return str(browser.cookies["onescreen"])


def _added(data_dir: Path, name: str, role: str) -> str:
    command = [sys.executable, "-m", "operations", "add", name, "--role", role]
    environment = os.environ | {"ONESCREEN_DATA_DIR": str(data_dir)}
    told = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    return told.split()[-1]


def _send(browser: httpx.Client, page: str, target: str, **fields: str) -> None:
    [form, *_] = FORM.findall(browser.get(page).text)
    answer = browser.post(target, data={"form": form, **fields})
    if answer.status_code not in {200, 303}:
        raise RuntimeError(f"{target} answered {answer.status_code}")
