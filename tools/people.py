"""People for pictures, measurements and tests: made at the command line, signed in by the pages."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pyotp

from domain.access.roles import ADMINISTRATORS

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "seven quiet herons wade"
# Whom the account of a role acts for.
_DEPARTMENTS = {
    "department": "emergency",
    "window_clerk": "governance",
    "duty_clerk": "governance",
    "body_officer": "people_mediation",
    "case_reviewer": "governance",
    "study_secretary": "governance",
    "discipline_officer": "discipline",
}
FORM = re.compile(r'name="form" value="([^"]+)"')
SECRET = re.compile(r'class="entrance-secret">([^<]+)<')


def session_of(
    url: str, data_dir: Path, role: str, *, demo: bool = True, name: str = "", department: str = ""
) -> str:
    """The session cookie of a new account of a role, owing nothing any more.

    Args:
        url: where the server runs.
        data_dir: its data folder.
        role: a word of the access table.
        demo: whether its facts are the demo's.
        name: what it signs in with; `test-` and its role where none is given.
        department: whom it acts for; what its role usually does where none is given.
    """
    name = name or f"test-{role.replace('_', '-')}"  # no account of the demo begins so
    once = _added(data_dir, name, role, department or _DEPARTMENTS.get(role, ""), demo=demo)
    with httpx.Client(base_url=url, headers={"origin": url}, timeout=30) as browser:
        _send(browser, "/login", "/login", name=name, password=once)
        _send(browser, "/account", "/account/password", old=once, new=PASSWORD, again=PASSWORD)
        if role in ADMINISTRATORS:
            [secret] = SECRET.findall(browser.get("/account").text)
            code = pyotp.TOTP(secret.replace(" ", "")).now()
            _send(browser, "/account", "/account/factor", code=code)
        return str(browser.cookies["onescreen"])


def _added(data_dir: Path, name: str, role: str, department: str = "", *, demo: bool) -> str:
    command = [sys.executable, "-m", "operations", "add", name, "--role", role]
    if department:
        command += ["--department", department]
    settings = {"ONESCREEN_DATA_DIR": str(data_dir), "ONESCREEN_DEMO": str(int(demo))}
    environment = os.environ | settings
    told = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    return told.split()[-1]


def _send(browser: httpx.Client, page: str, target: str, **fields: str) -> None:
    [form, *_] = FORM.findall(browser.get(page).text)
    answer = browser.post(target, data={"form": form, **fields})
    if answer.status_code not in {200, 303}:
        raise RuntimeError(f"{target} answered {answer.status_code}")
