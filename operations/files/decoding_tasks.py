"""What the process that reads files of others is asked to do, and how it answers.

Runs as a process of its own (decoding.py): standard input is the file, standard output a line of
JSON and the bytes that are kept. It limits itself before it reads anything.
"""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from domain.errors import InvalidError
from domain.tables import Columns

MEMORY_BYTES = 2 * 1024 * 1024 * 1024
CPU_S = 20
OPEN_FILES = 64
# The one key of a line that tells how far a task is.
PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was found in a file: facts about it, and the bytes that may be kept."""

    facts: Mapping[str, Any]
    body: bytes = b""


def _upload(raw: bytes) -> Decoded:
    from operations.files.uploads import clean_upload

    kept = clean_upload(raw)
    facts = {
        "media_type": kept.media_type,
        "width": kept.width,
        "height": kept.height,
        "photo_hash": kept.photo_hash,
    }
    return Decoded(facts, kept.body)


def _table(raw: bytes) -> Decoded:
    from domain.dispatch.roster import TABLE

    return _of(TABLE, raw)


def _rota(raw: bytes) -> Decoded:
    from domain.centre.premises.rota import TABLE

    return _of(TABLE, raw)


def _mediators(raw: bytes) -> Decoded:
    from domain.centre.mediation.pool_table import TABLE

    return _of(TABLE, raw)


def _firms(raw: bytes) -> Decoded:
    from domain.centre.firms.firm_table import TABLE

    return _of(TABLE, raw)


def _party_organisations(raw: bytes) -> Decoded:
    from domain.net.party.rosters import ORGANISATIONS

    return _of(ORGANISATIONS, raw)


def _party_members(raw: bytes) -> Decoded:
    from domain.net.party.rosters import MEMBERS

    return _of(MEMBERS, raw)


def _party_households(raw: bytes) -> Decoded:
    from domain.net.party.rosters import HOUSEHOLDS

    return _of(HOUSEHOLDS, raw)


def _beats(raw: bytes) -> Decoded:
    from domain.net.fusion.beat_table import TABLE

    return _of(TABLE, raw)


def _net_people(raw: bytes) -> Decoded:
    from domain.net.people.roster import TABLE

    return _of(TABLE, raw)


def _key_places(raw: bytes) -> Decoded:
    from domain.net.tasks.place_table import TABLE

    return _of(TABLE, raw)


def _item_classes(raw: bytes) -> Decoded:
    from domain.net.items.class_table import TABLE

    return _of(TABLE, raw)


def _city_parts(raw: bytes) -> Decoded:
    from domain.net.items.parts import TABLE

    return _of(TABLE, raw)


def _cameras(raw: bytes) -> Decoded:
    from domain.video.cameras.table import TABLE

    return _of(TABLE, raw)


def _key_sites(raw: bytes) -> Decoded:
    from domain.video.places.site_table import TABLE

    return _of(TABLE, raw)


def _camera_points(raw: bytes) -> Decoded:
    from domain.video.cameras.geojson import sheet_of_points

    return Decoded(asdict(sheet_of_points(raw)))


def _of(columns: Columns, raw: bytes) -> Decoded:
    """A table; of a workbook the first sheet that has the columns."""
    from operations.files.roster_table import read_table

    return Decoded(asdict(read_table(raw, columns.missing)))


def _page_counts(raw: bytes) -> Decoded:
    from operations.files.joining import count_pages

    return Decoded({"pages": count_pages(raw)})


def _joined(raw: bytes) -> Decoded:
    from operations.files.joining import join

    return Decoded({}, join(raw, _tell))


def _tell(done: int, of: int) -> None:
    """Say how far a long task is, before its answer."""
    sys.stdout.buffer.write(json.dumps({PROGRESS: [done, of]}).encode() + b"\n")
    sys.stdout.buffer.flush()


TASKS: Mapping[str, Callable[[bytes], Decoded]] = {
    "upload": _upload,
    "table": _table,
    "rota": _rota,
    "page_counts": _page_counts,
    "join": _joined,
    "mediators": _mediators,
    "firms": _firms,
    "party_organisations": _party_organisations,
    "party_members": _party_members,
    "party_households": _party_households,
    "beats": _beats,
    "net_people": _net_people,
    "key_places": _key_places,
    "item_classes": _item_classes,
    "city_parts": _city_parts,
    "cameras": _cameras,
    "camera_points": _camera_points,
    "key_sites": _key_sites,
}


def limit_process() -> None:
    """Bound this process for good: memory, time, files; it writes none."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))
    os.nice(5)  # who waits for a file lets those go first who wait for the server


def main(task: str) -> None:
    """Read one file and say what is in it."""
    limit_process()
    decoded = _decoded(TASKS[task], sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(decoded.facts).encode() + b"\n" + decoded.body)
    sys.stdout.buffer.flush()


def _decoded(task: Callable[[bytes], Decoded], raw: bytes) -> Decoded:
    try:
        return task(raw)
    except InvalidError as error:
        told: dict[str, Any] = {"message": error.message, "field": error.field, "code": error.code}
        told |= {"says": error.says, "values": error.values}
        return Decoded({"refused": told})
    except MemoryError:
        return Decoded({"failed": "MemoryError"})
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the file is to blame
        return Decoded({"failed": type(error).__name__})
