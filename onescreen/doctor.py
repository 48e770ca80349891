"""What is wrong with this installation, in sentences: each check reads only.

A check returns what it found; none stops another, so that one run tells everything.
"""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bootstrap.rules import desk_settings, proxies
from bootstrap.startup_checks import check_links
from catalogues import in_english
from data_folder import read_tls
from domain.dispatch.unit_kinds import learn_kinds
from domain.errors import OneScreenError
from domain.maps.departments import Department
from geodata.belonging import check_maps_of
from geodata.district.call_days import load_call_days, load_texts_by_itself
from geodata.district.centre import load_centre
from geodata.district.court_filings import load_filings
from geodata.district.departments import FILE as DEPARTMENTS
from geodata.district.departments import load_departments
from geodata.district.district import load_district
from geodata.district.holidays import load_calendar
from geodata.district.mediation import load_houses
from geodata.district.papers import load_letterhead
from geodata.district.run_cards import load_run_cards
from geodata.files.layers import read_areas
from geodata.files.versions import MapVersions
from settings import ROOT, Settings, SettingsError
from store.upkeep.checking import check

LEAST_FREE_BYTES = 2_000_000_000
_SECRETS = ("ingest_token", "account_key")
_BEFORE = 1_750_000_000  # mid-2025: no clock that is right is earlier


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, and whether something must be done."""

    words: str
    is_fault: bool = False


Check = Callable[[Settings], Iterator[Finding]]


def examine(settings: Settings) -> list[Finding]:
    """Every finding, in the order of the checks."""
    found: list[Finding] = []
    for one in (_settings, _folder, _disk, _port, _district, _journal, _fonts, _clock):
        try:
            found += one(settings)
        except (OneScreenError, SettingsError, OSError) as error:
            found.append(Finding(in_english(error), True))
    return found


def _settings(settings: Settings) -> Iterator[Finding]:
    check_links(settings)
    desk_settings(settings)
    proxies(settings)
    is_tls = bool(read_tls(settings))
    spoken = "TLS" if is_tls else "plain HTTP"
    yield Finding(f"The settings can be used; the server speaks {spoken}.")


def _folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    if not folder.exists():
        yield Finding(f"The data folder {folder.absolute()} is not there yet; a start makes it.")
        return
    if folder.stat().st_uid != os.geteuid() and os.geteuid() != 0:
        yield Finding(f"{folder.absolute()} belongs to another user; run as that user.", True)
    for path in (folder, settings.facts_dir):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(f"{path} can be read by other users; run: chmod 700 {path}", True)
    for name in _SECRETS:
        path = folder / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(f"{path} can be read by other users; run: chmod 600 {path}", True)
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(f"{folder.absolute()} cannot be written to by this user.", True)


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = next(one for one in [settings.data_dir, *_above(settings.data_dir)] if one.exists())
    free = shutil.disk_usage(folder).free
    is_little = free < LEAST_FREE_BYTES
    more = "; make room: on a full disk no report can be taken" if is_little else ""
    yield Finding(f"{free / 1e9:,.1f} GB are free for the data folder{more}.", is_little)


def _above(path: Path) -> list[Path]:
    return list(path.absolute().parents)


def _port(settings: Settings) -> Iterator[Finding]:
    host, port = settings.host, settings.port
    here = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared
    try:
        with socket.create_connection((here, port), timeout=2):
            pass
    except OSError:
        yield Finding(f"Nobody listens on {host}:{port}: no server runs there, the port is free.")
        return
    if settings.tls_certificate is not None:
        yield Finding(f"Something listens on {host}:{port}; with TLS it is not asked further.")
        return
    try:
        with urllib.request.urlopen(f"http://{here}:{port}/healthz", timeout=5) as answer:
            status = str(json.load(answer)["status"])
    except (OSError, ValueError, KeyError, TypeError):
        yield Finding(
            f"Another program listens on {host}:{port}; stop it, or set ONESCREEN_PORT.", True
        )
        return
    words = f"A server answers on {host}:{port}: {status}."
    yield Finding(words, status != "ok")


def _district(settings: Settings) -> Iterator[Finding]:
    district = load_district(settings.district)
    departments = load_departments(district.folder)
    learn_kinds(district.unit_kinds, district.shown_kinds)
    load_run_cards(district.folder)
    load_calendar(district)
    load_centre(district.folder)
    load_call_days(district.folder)
    load_texts_by_itself(district.folder)
    load_houses(district.folder)
    load_letterhead(district.folder, district.name)  # with the years dossiers are kept
    load_filings(district.folder)
    maps = MapVersions(settings.data_dir / "maps")
    check_maps_of(maps, district)
    current = maps.current()
    if current is not None:
        yield Finding(f"The map {current.version} is of {district.code} {district.name}.")
        yield from _grids_not_on(current.path, departments, district.folder)
    elif (district.inputs / "district.geojson").exists():
        yield Finding(f"{district.name} has no map yet; the first start draws the demo map.")
    else:
        yield Finding(
            f"{district.name} has no map: import its levels, docs/importing-maps.md.", True
        )


def _grids_not_on(
    map_path: Path, departments: Iterable[Department], folder: Path
) -> Iterator[Finding]:
    """Handling grids that name areas the map does not have: nothing ever lies in these."""
    known = {area.code for area in read_areas(map_path)}
    for one in departments:
        for name, codes in one.grids.items():
            if strange := [code for code in codes if code not in known]:
                said = f"{folder / DEPARTMENTS}: {name} of {one.code} names {', '.join(strange)}"
                yield Finding(f"{said}, which the map does not have.", True)


def _journal(settings: Settings) -> Iterator[Finding]:
    url = settings.database_url.get_secret_value() if settings.database_url else None
    if url is None and not (settings.facts_dir / "facts.db").exists():
        yield Finding(f"There are no facts in {settings.facts_dir} yet.")
        return
    head, fault = check(url, settings.facts_dir, settings.seals, with_rows=True)
    if fault is None:
        yield Finding(f"The journal {head.epoch} is sound: {head.seq:,} records, every seal fits.")
    else:
        yield Finding(f"The journal {head.epoch} is damaged: {fault.words}.", True)


def _fonts(_: Settings) -> Iterator[Finding]:
    there = [*(ROOT / "assets").rglob("*.woff2"), *(ROOT / "operations").rglob("*.ttf")]
    if not any(path.suffix == ".woff2" for path in there):
        yield Finding("The fonts in assets/ are missing: take the whole program again.", True)
    else:
        yield Finding("The fonts are there.")


def _clock(settings: Settings) -> Iterator[Finding]:
    if time.time() < _BEFORE:
        yield Finding(f"This machine's clock says {time.strftime('%F')}: set it.", True)
        return
    tool = shutil.which("timedatectl")
    if tool is None:
        yield Finding("Whether the clock is kept by NTP cannot be told here.")
        return
    asked = [tool, "show", "-p", "NTPSynchronized", "--value"]
    told = subprocess.run(asked, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - a fixed command
    word = told.stdout.strip()
    if word == "no":
        yield Finding(
            "The clock is not kept by a time server: phones whose clocks differ are put aside "
            "and times in the record may be wrong; set up NTP (timedatectl set-ntp true).",
            not settings.demo,
        )
    elif word == "yes":
        yield Finding("The clock is kept by a time server.")
    else:
        yield Finding("Whether the clock is kept by NTP cannot be told here.")
