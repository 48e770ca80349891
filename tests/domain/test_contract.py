"""What the browser is told of the rules, and that its scripts write none of it a second time."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from domain.codes.area_codes import Level
from domain.contract import contract, desk_contract
from domain.desk.notices import NoticeState, Purpose
from domain.dispatch.units import SUBKINDS, UnitKind, UnitStatus
from domain.incidents.assignments import Assignment
from domain.incidents.classes import CLASSES
from domain.incidents.clocks import RUNS_IN, clocks
from domain.incidents.dispositions import DISPOSITIONS
from domain.incidents.incidents import (
    ENDED,
    NEXT_STEPS,
    Incident,
    IncidentClass,
    IncidentStatus,
    Severity,
)
from domain.kinds import KINDS
from domain.topics.topics import LAYERS, MEASURES, OTHER_UNITS, ROLES
from domain.video.cameras.camera import CameraClass
from settings import ROOT
from tests.support.han import HAN, Known, read_catalogue

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)
VOCABULARIES: dict[str, frozenset[str]] = {
    "status of an incident": frozenset(IncidentStatus),
    "class": frozenset(IncidentClass),
    "disposition": frozenset(one.code for one in DISPOSITIONS),
    "status of a unit": frozenset(UnitStatus),
    "kind of unit": frozenset(UnitKind),
    "sort of unit": frozenset(sort for sorts in SUBKINDS.values() for sort in sorts),
    "state of a notice": frozenset(NoticeState),
    "purpose of a notice": frozenset(Purpose),
    "role": ROLES,
    "layer": frozenset(LAYERS),
    "measure": frozenset(MEASURES),
    "level of an area": frozenset(Level),
    "kind of fact": frozenset(KINDS),
}
# In a comparison these say which thing a branch is about: a screen draws each in its own way.
DRAWN_ONE_BY_ONE = frozenset({"kind of fact", "layer", "level of an area", "measure", "role"})
# Words of another vocabulary besides, that of pages, levels or what a selection is.
COMMON = frozenset({"open", "sent", "failed", "waiting", "order", "other", "police"})
# What a script writes all the same, and why.
_DRAWINGS = "every kind and sort of unit has a drawing of its own"
_SHADINGS = "every way of counting has a computation of its own"
ALLOWED = {
    ("16_symbols.js", "kind of unit"): _DRAWINGS,
    ("16_symbols.js", "sort of unit"): _DRAWINGS,
    ("31_map_measures.js", "measure"): _SHADINGS,
    ("27_queries.js", "kind of unit"): "a panel about grid workers, as its topic's file names it",
    ("44_card.js", "kind of unit"): "a figure about grid workers alone",
    ("42_steps.js", "status of an incident"): "the steps a key takes it to; the contract says when",
    ("60_orders.js", "status of an incident"): "the steps of an order, as its buttons take them",
    ("60_orders.js", "status of a unit"): "the steps of an order, as its buttons take them",
    ("60_orders.js", "purpose of a notice"): "a correction is drawn in the order it corrects",
    ("61_standby.js", "status of an incident"): "the steps of a standby, as its buttons take them",
    ("70_report.js", "status of an incident"): "the page without a network names what a report is",
    ("70_report.js", "class"): "two classes ask for more: what class of item, who is in dispute",
    ("26_options.js", "role"): "whose desk it is: the only place that asks",
}


def test_severities_and_statuses_are_told_in_order():
    told = contract()
    assert told["kinds"]["incident"]["fields"]["severity"]["one_of"] == [
        int(one) for one in Severity
    ]
    assert told["incident"]["open"] == [one for one in IncidentStatus if one not in ENDED]
    # The wall's steps, and the spans between them, are those an incident goes through one by one.
    steps = [IncidentStatus(one) for one in told["incident"]["open"]]
    assert all(after in NEXT_STEPS[one] for one, after in pairwise(steps))


def test_no_script_writes_the_lengths_of_area_codes_a_second_time():
    told = contract()["area_lengths"]
    assert list(told.values()) == sorted(told.values())
    written = re.compile(r"6,\s*9,\s*12,\s*15|district: 6|6: \"district\"")
    found = [
        path.name for path in (ROOT / "assets").glob("*.js") if written.search(path.read_text())
    ]
    assert found == []


def test_everything_that_has_a_code_has_a_name():
    words, desk = contract()["words"], desk_contract()
    for name, codes in (
        ("class", IncidentClass),
        ("status", IncidentStatus),
        ("step", IncidentStatus),
        ("severity", [str(int(one)) for one in Severity]),
        ("unit_status", UnitStatus),
        ("unit_kind", UnitKind),
        ("unit_subkind", VOCABULARIES["sort of unit"]),
        ("camera_class", CameraClass),
        # that of other units where there are any: tests/geodata/test_unit_kinds.py
        ("layer", [one for one in LAYERS if one != OTHER_UNITS]),
        ("measure", MEASURES),
        ("level", Level),
        ("level_short", Level),
    ):
        assert set(words[name]) == {str(code) for code in codes}, name
    assert set(words["notice_state"]) == {str(one) for one in NoticeState}
    assert [one["code"] for one in desk["classes"]] == [one.code for one in CLASSES]


def test_every_word_of_the_contract_has_its_english():
    known = Known(read_catalogue())
    said = {
        text
        for text in _texts([contract(), desk_contract()])
        # What a class is looked for by is typed, not read.
        if HAN.search(text) and text not in {word for one in CLASSES for word in one.words}
    }
    assert [text for text in sorted(said) if not known.holds(text)] == []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


@pytest.mark.parametrize("status", list(IncidentStatus))
def test_the_clock_the_browser_runs_is_the_one_that_runs(status):
    order = list(IncidentStatus)
    reached = {one: NOON + timedelta(minutes=i) for i, one in enumerate(order)}
    at = {one: reached[one] for one in order[: order.index(status) + 1]}
    if status in ENDED:
        at = {one: moment for one, moment in at.items() if one not in ENDED or one is status}
    incident = Incident(
        number="LS202601010001",
        incident_class=IncidentClass.FIRE,
        severity=Severity.II,
        status=status,
        lat=33.9,
        lon=116.9,
        area_code="340604101001001",
        reported_at=NOON,
        source="phone",
        source_id="1",
        reached_at=at,
    )
    running = [one.part for one in clocks(incident, _crew(at), {}) if one.until is None]
    assert running == [RUNS_IN[status]] if status in RUNS_IN else running == []


def _crew(at):
    sent = at.get(IncidentStatus.DISPATCHED)
    if sent is None:
        return []
    return [
        Assignment(
            "a1",
            "LS202601010001",
            "P1",
            "340604101001001",
            sent,
            en_route_at=at.get(IncidentStatus.EN_ROUTE),
            on_scene_at=at.get(IncidentStatus.ON_SCENE),
        )
    ]


# ---- scripts ----

_COMMENT = re.compile(r"""/\*.*?\*/|(?<![:"'`\\])//[^\n]*""", re.DOTALL)
_TEXT = r"""["']([A-Za-z_]+)["']"""
_LIST = re.compile(r"\[([^\[\]{}]*)\]")
_KEYS = re.compile(r"\{([^{}]*)\}")
_KEY = re.compile(r"(?:^|,)\s*[\"']?([a-z_]+)[\"']?\s*:")
_COMPARED = re.compile(rf"[!=]==?\s*{_TEXT}|{_TEXT}\s*[!=]==?|\bcase\s+{_TEXT}")
_INCLUDED = re.compile(r"\[([^\[\]]*)\]\.(?:includes|indexOf)\(")
_ROLE = re.compile(rf"\b[rR]ole\b[^\n;]{{0,9}}[!=]==?\s*{_TEXT}|isRole\({_TEXT}")
_DRAWS = re.compile(r"panels\.draw\($")
_SEVERITY = re.compile(r"severity\b[^\n;=<>]{0,12}(?:[<>]=?|[!=]==?)\s*\d")
LEAST_OF_A_LIST = 2
LEAST_OF_AN_OBJECT = 3


def repeated(source: str) -> Iterator[tuple[str, str]]:
    """What of a vocabulary a script writes itself: (word, vocabulary)."""
    bare = _COMMENT.sub("", source)
    for found in _LIST.finditer(bare):
        # What a panel draws again for, it names: panels.draw(["incident", "unit"], draw).
        if _DRAWS.search(bare[: found.start()]):
            continue
        yield from _listed(re.findall(_TEXT, found[1]), LEAST_OF_A_LIST)
        if [one.strip() for one in found[1].split(",")] == [str(int(one)) for one in Severity]:
            yield found[0], "severity"
    for found in _KEYS.finditer(bare):
        yield from _listed(_KEY.findall(found[1]), LEAST_OF_AN_OBJECT)
    compared = [next(filter(None, groups)) for groups in _COMPARED.findall(bare)]
    compared += [word for found in _INCLUDED.findall(bare) for word in re.findall(_TEXT, found)]
    for word in compared:
        for name, words in VOCABULARIES.items():
            if word in words and word not in COMMON and name not in DRAWN_ONE_BY_ONE:
                yield word, name
    for groups in _ROLE.findall(bare):
        if (role := next(filter(None, groups))) in ROLES:
            yield role, "role"
    for found in _SEVERITY.findall(bare):
        yield found, "severity"


def _listed(words: list[str], least: int) -> Iterator[tuple[str, str]]:
    for name, known in VOCABULARIES.items():
        held = [word for word in words if word in known]
        if len(held) >= least and len(held) == len(words):
            yield from ((word, name) for word in held)


def scripts() -> list[Path]:
    """Our own: libraries are called 00_<name>-<version>.js."""
    return [
        file
        for file in sorted((ROOT / "assets").rglob("*.js"))
        if not re.match(r"00_.*-\d", file.name)
    ]


@pytest.mark.parametrize("file", scripts(), ids=lambda file: file.name)
def test_no_script_repeats_a_vocabulary(file):
    found = {one for one in repeated(file.read_text()) if (file.name, one[1]) not in ALLOWED}
    assert sorted(found) == []


def test_every_exception_is_still_one():
    found = {(file.name, name) for file in scripts() for _, name in repeated(file.read_text())}
    assert ALLOWED.keys() - found == set()


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ('const A = ["reported", "accepted"];', "reported"),
        ('new Set(["off_duty", "out_of_service"])', "off_duty"),
        ('if (state.status === "on_scene") go();', "on_scene"),
        ('if ("resolved" !== state.status) go();', "resolved"),
        ('switch (x) { case "acknowledged": go(); }', "acknowledged"),
        ('const P = { fire: "hq", flood: "xq", medical: "jj" };', "fire"),
        ("[1, 2, 3, 4].map(draw)", "[1, 2, 3, 4]"),
        ("one.severity <= 2", "severity <= 2"),
        ('role === "dispatcher"', "dispatcher"),
        ('["accepted"].includes(state.status)', "accepted"),
        ('const K = ["incident", "assignment"];', "incident"),
    ],
)
def test_a_repeated_word_is_found(script, word):
    assert word in {found for found, _ in repeated(script)}


@pytest.mark.parametrize(
    "script",
    [
        '/* status === "reported" */ go(); // ["reported", "accepted"]',
        'order(state, "出发", "en_route")',
        'panels.draw(["incident", "assignment"], draw)',
        'record.kind === "incident"',
    ],
)
def test_naming_one_thing_is_no_repetition(script):
    assert list(repeated(script)) == []
