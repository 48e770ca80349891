"""Run the cases of the field: `python -m tools.field_cases [FOLDER] [F A R O W M …]`.

The cases are files as people really have them; `MANIFEST.tsv` in the folder (tests/cases when
none is named) says how each is fed and what should come of it. Each is fed to the product, on a
small district of its own, and one line tells what happened:

    M02b  taken    M02/people.geojson: 4 village areas; population '约1200' cannot be read …

Exit code 0: every case was taken or refused in words. 1: one ended in a fault. What must come of
each is held by the tests beside the cases.
"""

import asyncio
import shutil
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.sentences import SENTENCES
from catalogues import read_catalogues
from domain.errors import OneScreenError
from geodata.files.tables import read_table
from geodata.files.versions import MapVersions
from geodata.importing.importing import import_map
from geodata.importing.layers.points import POINT_LEVELS, import_points
from geodata.importing.layers.roads import import_roads
from geodata.importing.order import ImportOrder, Outcome
from geodata.importing.report import Finding
from tests.cases.case_files import HERE, Case, cases
from tests.cases.stage import FORM, JSON, OSMAND, Stage, a_stage

DISTRICT = "340604"
LEVELS = ("district", "town", "village", "grid")
LONGEST_LINE = 150
REPORTS = "A"
ROSTERS = "R"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a case: `taken`, `refused` (in words), or `FAULT`."""

    case: Case
    word: str
    told: str

    @property
    def line(self) -> str:
        """The case on one line."""
        told = " ".join(self.told.split())
        more = "…" if len(told) > LONGEST_LINE else ""
        return f"{self.case.name:5} {self.word:8} {self.case.file}: {told[:LONGEST_LINE]}{more}"


def run(folder: Path, letters: str) -> list[Result]:
    """Feed every case of a folder whose name begins with one of the letters."""
    found = cases(letters, folder) if letters else cases("", folder)
    results = []
    with tempfile.TemporaryDirectory(prefix="onescreen-cases-") as scratch:
        base = Path(scratch) / "base"
        for case in found:
            if case.name == "base":
                results.append(_base(case, folder, base))
            elif "import " in case.how:
                results.append(_map(case, folder, base, Path(scratch)))
        results += asyncio.run(_sent([one for one in found if "import " not in one.how], folder))
    return results


def _base(case: Case, folder: Path, base: Path) -> Result:
    return _fed(case, folder / case.file, MapVersions(base))


def _map(case: Case, folder: Path, base: Path, scratch: Path) -> Result:
    """An import onto the district of base/, in a maps folder of its own."""
    maps = Path(tempfile.mkdtemp(dir=scratch))
    if not base.exists():
        for level in LEVELS:
            _fed(Case("base", "", f"--level {level}"), folder / "base" / f"{level}.geojson",
                 MapVersions(base))  # fmt: skip
    shutil.copytree(base, maps, dirs_exist_ok=True)
    file = folder / case.file
    if file.is_dir():
        file = Path(shutil.copytree(file, Path(tempfile.mkdtemp(dir=scratch)) / file.name))
    return _fed(case, file, MapVersions(maps))


def _fed(case: Case, file: Path, versions: MapVersions) -> Result:
    level = case.how.partition("--level ")[2].split()[0].strip(":;,")
    order = ImportOrder(file, level, is_fresh=level == "district")
    try:
        outcome = _imported(order, versions)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the case shows
        return Result(case, "FAULT", _last(error))
    report = outcome.report
    told = "; ".join(map(_words, report.errors or report.findings))
    if outcome.version is not None and level == "village":
        names = read_table(outcome.version.path, level).column("name")
        told = f"{'、'.join(map(str, names))}; {told}"
    return Result(case, "taken" if report.is_good else "refused", told)


def _words(finding: Finding) -> str:
    """What is wrong, and with which area or row where one is named."""
    return f"{finding.code}: {finding.message}" if finding.code else finding.message


def _imported(order: ImportOrder, versions: MapVersions) -> Outcome:
    if order.level in POINT_LEVELS:
        return import_points(order, versions)
    if order.level == "road":
        return import_roads(order, versions)
    return import_map(order, versions, DISTRICT)


async def _sent(found: Sequence[Case], folder: Path) -> list[Result]:
    """Messages, reports and rosters, each to a server of its own."""
    results = []
    for case in found:
        with tempfile.TemporaryDirectory(prefix="onescreen-case-") as scratch:
            try:
                async with a_stage(Path(scratch), folder / "base") as stage:
                    results.append(await _answered(stage, case, (folder / case.file).read_bytes()))
            except (OneScreenError, OSError, AssertionError, RuntimeError) as error:
                results.append(Result(case, "FAULT", _last(error)))
    return results


async def _answered(stage: Stage, case: Case, body: bytes) -> Result:
    """What the server answers, and what it then knows."""
    kind = JSON if body.lstrip(b"\xef\xbb\xbf \r\n")[:1] in (b"{", b"[") else FORM
    if case.name[0] == ROSTERS:
        answer = await stage.client.post("/api/v1/desk/roster", content=body)
    elif case.name[0] == REPORTS:
        more = "; charset=GBK" if "GBK" in case.how else ""
        answer = await stage.report(body, JSON + more)
    else:
        answer = await stage.client.post(OSMAND, content=body, headers={"content-type": kind})
    word = "FAULT" if answer.status_code >= 500 else "refused" if answer.is_error else "taken"
    told = f"{answer.status_code} {answer.text}"
    if case.name[0] not in REPORTS + ROSTERS:
        told = f"{answer.status_code}; {await _known(stage)}"
    return Result(case, word, told)


async def _known(stage: Stage) -> str:
    """Where the unit is now, the calls for help there are, and what is odd about devices."""
    fix = await stage.fix()
    at = f"JW-001 at {fix['lat']}, {fix['lon']}, {fix['speed_kmh']} km/h" if fix else "nobody moved"
    calls = [f"SOS at {one['lat']}, {one['lon']}" for one in await stage.calls_for_help()]
    notes = [f"{one['device_id']}: {one['kind']}" for one in stage.door.ingest.device_notes()]
    return "; ".join([at, *calls, *notes])


def _last(error: Exception) -> str:
    return traceback.format_exception_only(error)[-1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run them, print a line for each; the exit code."""
    SENTENCES.learn(read_catalogues())  # refusals are said in words, as by a running server
    given = list(sys.argv[1:] if arguments is None else arguments)
    folder = Path(given.pop(0)) if given and Path(given[0]).is_dir() else HERE
    results = run(folder, "".join(given))
    for one in results:
        print(one.line)
    faults = [one for one in results if one.word == "FAULT"]
    print(f"{len(results)} cases, {len(faults)} ended in a fault")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
