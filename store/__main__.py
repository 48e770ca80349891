"""The facts' command line: `verify`, `figures`, `quarantine`, `export-subject`, `erase`.

Exit code 0: done, and all is well. 1: not done, or the journal is damaged. 2: wrong usage.
"""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from catalogues import in_english, read_catalogues
from data_folder import hold_data_dir
from domain.access.keys_in_text import without_keys
from domain.errors import OneScreenError
from domain.kinds import KINDS
from domain.moments import to_iso
from domain.upkeep.subjects import SubjectKind, subject_of
from domain.words import SOURCE
from settings import SettingsError, read_settings
from store.opening import open_store
from store.persons import Asked, Subjects, reason_of
from store.store import Store
from store.upkeep.checking import check

ACTOR = "operator"
SHOWN = 20
_ERASABLE = {kind.name for kind in KINDS.values() if kind.personal}


class NoFactsError(OneScreenError):
    """No server has written here yet; a mistyped folder must not be made into an empty one."""


def main(arguments: Sequence[str] | None = None, prog: str = "python -m store") -> int:
    """Run one command; the exit code. `prog` is how it was called."""
    chosen = _parser(prog).parse_args(arguments)
    try:
        settings = read_settings()
        with contextlib.ExitStack() as held:
            url = settings.database_url.get_secret_value() if settings.database_url else None
            if url is None and not (settings.facts_dir / "facts.db").exists():
                raise NoFactsError(f"there are no facts in {settings.facts_dir}")
            if chosen.command == "verify":
                return _verify(url, settings.facts_dir, settings.seals)
            files = settings.facts_dir / "files"
            if chosen.command == "erase":
                # A running server still holds the words in memory: it must be stopped first.
                held.enter_context(hold_data_dir(settings))
            # The mark the server keeps: with another one the journal would get a new name.
            store = open_store(
                url, settings.facts_dir, high_water=settings.high_water, seals=settings.seals
            )
            held.callback(store.close)
            store.seal()  # what was written before this, also by a server that was cut off
            return _run(chosen, store, files)
    except (OneScreenError, SettingsError, OSError) as error:
        print(f"error: {in_english(error)}", file=sys.stderr)
        return 1


def _run(chosen: argparse.Namespace, store: Store, files: Path) -> int:
    if chosen.command == "figures":
        return _figures(store)
    if chosen.command == "quarantine":
        return _quarantine(store, chosen.limit, with_payload=chosen.payload)
    if chosen.command == "export-subject":
        return _export(Subjects(store, files), _asked(chosen), chosen.out)
    if chosen.kind in set(SubjectKind):
        return _erase_subject(Subjects(store, files), _asked(chosen))
    record = store.erase_private(chosen.kind, chosen.id, ACTOR)
    print(f"the personal fields of {chosen.kind} {chosen.id} are erased: record {record.seq}")
    return 0


def _asked(chosen: argparse.Namespace) -> Asked:
    note = read_catalogues().words(SOURCE).of("document", "subject_export")
    subject = subject_of(chosen.kind, chosen.id)
    return Asked(subject, ACTOR, reason_of(chosen.reason), note=note)


def _export(subjects: Subjects, asked: Asked, out: Path | None) -> int:
    held = subjects.found(asked.subject)
    subjects.tell_export(asked, held)
    name, made = subjects.packed(asked, held)
    path = out or Path(name)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made)
    print(f"{path}: everything held about {asked.subject.shown}; written down in the journal")
    return 0


def _erase_subject(subjects: Subjects, asked: Asked) -> int:
    held = subjects.found(asked.subject)
    counts = subjects.erase(asked, held) | subjects.erase_beside(asked, held)
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    print(f"what was held about {asked.subject.shown} is erased: {told}")
    return 0


def _verify(url: str | None, folder: Path, seals: Path) -> int:
    """Reads only: a copy that is checked stays the copy it is."""
    head, fault = check(url, folder, seals, _say_checked, with_rows=True)
    if fault is not None:
        print(f"journal {head.epoch}: {fault.words}")
        return 1
    print(
        f"journal {head.epoch} is sound: at least {head.seq} records, every seal fits, "
        "rows and files are what it says"
    )
    return 0


def _say_checked(done: int) -> None:
    """One line that counts on, on a terminal; silent where nobody looks."""
    if sys.stderr.isatty():
        print(f"\r{done:,} records checked", end="", file=sys.stderr, flush=True)


def _figures(store: Store) -> int:
    wrong = store.compare_sums()
    for line in wrong[:SHOWN]:
        print(f"differs from a recount: {line}")
    print(f"{len(wrong)} sums differ" if wrong else "the figures of areas equal a recount")
    return 1 if wrong else 0


def _quarantine(store: Store, limit: int, *, with_payload: bool) -> int:
    for row in store.quarantined(limit):
        payload = (
            f"  {without_keys(row.payload.decode(errors='replace'))!r}" if with_payload else ""
        )
        print(f"{to_iso(row.at)}  {row.feed}  {row.field or '-'}: {row.reason}{payload}")
    return 0


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("verify", help="check every record against its hash and every seal")
    commands.add_parser("figures", help="count the figures of areas anew and compare")
    quarantine = commands.add_parser("quarantine", help="refused messages, newest first")
    quarantine.add_argument("--limit", type=int, default=SHOWN, help="most rows told")
    quarantine.add_argument(
        "--payload", action="store_true", help="with what was sent; may hold names"
    )
    export = commands.add_parser("export-subject", help="everything held about a person, as a zip")
    export.add_argument("kind", choices=[kind.value for kind in SubjectKind])
    export.add_argument("id", help="phone, name, unit id or call sign, login name")
    export.add_argument("--reason", required=True, help="why; written down")
    export.add_argument("--out", type=Path, help="the file; made here under a name of its own")
    erase = commands.add_parser("erase", help="erase a person's fields; stop the server first")
    erase.add_argument("kind", choices=sorted({*_ERASABLE, *SubjectKind}))
    erase.add_argument("id", help="phone, name, unit, login name; incident number or id")
    erase.add_argument("--reason", default="", help="why; needed for phone, name, unit, account")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
