"""The client side of the live protocol, in a real browser against a scripted server."""

import json
import random

import pytest
from playwright.sync_api import Page

from tests.browser.mock_server import Mock, assignment, incident, iso, unit
from tests.browser.on_screen import ask, numbers, open_screen, wait

pytestmark = pytest.mark.browser


def test_the_first_hello_knows_nothing_and_the_second_says_where_it_stopped(
    page: Page, mock: Mock
) -> None:
    mock.seq = 7
    open_screen(page, mock)
    mock.drop_all()
    wait(page, "onescreen.live.stats.snapshots === 2")
    first, second = mock.hellos
    assert (first["hello"], first["epoch"], first["seq"]) == (1, None, None)
    assert (second["epoch"], second["seq"]) == ("e1", 7)


def test_a_snapshot_replaces_everything(page: Page, mock: Mock) -> None:
    mock.put("incident", "LS1", incident("LS1"))
    open_screen(page, mock)
    assert numbers(page) == ["LS1"]
    mock.entities = {"incident": {"LS2": incident("LS2")}}
    mock.epoch = "e2"
    mock.send(mock.snapshot())
    wait(page, "onescreen.live.session.epoch === 'e2'")
    assert numbers(page) == ["LS2"]
    assert ask(page, "[...onescreen.picture.openIn('340604003')]") == ["LS2"]


def test_a_packed_snapshot_is_unfolded_before_what_follows_it(page: Page, mock: Mock) -> None:
    mock.put("incident", "LS1", incident("LS1"))
    mock.is_packing = True
    mock.at_once = [
        {"from": n, "seq": n + 1, "positions": [], "records": [], "n": n} for n in range(3)
    ]
    open_screen(page, mock)
    wait(page, "onescreen.live.session.seq === 3")
    assert numbers(page) == ["LS1"]
    stats = ask(page, "onescreen.live.stats")
    assert (stats["snapshots"], stats["frames"], stats["ignored"], stats["gaps"]) == (1, 3, 0, 0)
    assert len(mock.hellos) == 1


def test_a_frame_that_fits_is_taken_and_its_double_ignored(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    frame = mock.frame(mock.record("incident", "LS1", incident("LS1")))
    mock.send(frame)
    mock.send(frame)
    mock.send(mock.frame(mock.record("incident", "LS2", incident("LS2"))))
    wait(page, "onescreen.live.session.seq === 2")
    assert numbers(page) == ["LS1", "LS2"]
    assert ask(page, "onescreen.live.stats.ignored") == 1
    assert len(mock.hellos) == 1


def test_filtered_records_leave_no_hole(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    mock.seq = 40
    state = incident("LS1")
    record = {
        "seq": 33,
        "at": iso(),
        "kind": "incident",
        "id": "LS1",
        "action": "put",
        "state": state,
    }
    mock.send({"from": 0, "seq": 40, "records": [record], "positions": []})
    wait(page, "onescreen.live.session.seq === 40")
    assert numbers(page) == ["LS1"]
    assert len(mock.hellos) == 1


def test_a_gap_is_not_papered_over(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    mock.is_answering = False
    mock.record("incident", "LS-lost", incident("LS-lost"))
    for n in range(5):
        mock.send(mock.frame(mock.record("incident", f"LS{n}", incident(f"LS{n}"))))
    wait(page, "onescreen.live.stats.gaps === 5")
    assert numbers(page) == []
    # The first hello opened the socket less than a second ago, so the gap may wait its turn.
    assert len(mock.hellos) <= 2
    mock.is_answering = True
    mock.send({"beat": iso(), "seq": mock.seq})
    mock.send(mock.snapshot())
    wait(page, f"onescreen.live.session.seq === {mock.seq}")


def test_beats_that_stay_ahead_make_the_screen_ask_again(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    ask(page, "window.realNow = performance.now.bind(performance)")
    ask(page, "performance.now = () => realNow() + 5000")
    mock.seq = 3
    mock.send({"beat": iso(), "seq": 3})
    mock.send({"beat": iso(), "seq": 3})
    wait(page, "onescreen.live.session.seq === 3")
    assert mock.hellos[-1]["seq"] == 0


def test_what_left_the_view_is_gone(page: Page, mock: Mock) -> None:
    mock.put("unit", "U1", unit("U1"))
    mock.positions = [["U1", 33.9, 116.8, 1_767_225_600_000, 3, 4]]
    open_screen(page, mock)
    mock.send(mock.frame(mock.record("unit", "U1", None, "gone")))
    wait(page, "onescreen.live.session.seq === 1")
    assert ask(page, "onescreen.picture.entities.unit.size") == 0
    assert ask(page, "onescreen.picture.positions.size") == 0


def test_where_somebody_off_duty_was_is_forgotten(page: Page, mock: Mock) -> None:
    mock.put("unit", "U1", unit("U1"))
    mock.positions = [["U1", 33.9, 116.8, 1_767_225_600_000, 0, None]]
    open_screen(page, mock)
    assert ask(page, "onescreen.picture.positions.has('U1')") is True
    mock.send(mock.frame(mock.record("unit", "U1", unit("U1", status="off_duty"))))
    wait(page, "onescreen.live.session.seq === 1")
    assert ask(page, "onescreen.live.stats.snapshots") == 1
    assert ask(page, "onescreen.picture.positions.has('U1')") is False
    wait(page, "onescreen.mapLive.screenOf('unit', 'U1') === null")


def test_the_server_may_replace_a_fix_by_an_older_one(page: Page, mock: Mock) -> None:
    mock.put("unit", "U1", unit("U1"))
    mock.positions = [["U1", 33.9, 116.8, 2_000, None, None]]
    open_screen(page, mock)
    mock.send(mock.frame(positions=[["U1", 33.8, 116.9, 1_000, None, None]]))
    mock.send(mock.frame(mock.record("incident", "LS1", incident("LS1"))))
    wait(page, "onescreen.live.session.seq === 1")
    assert ask(page, "onescreen.picture.positions.get('U1')[1]") == 33.8


def test_out_of_order_only_a_newer_fix_moves_a_unit(page: Page, mock: Mock) -> None:
    mock.seq = 5
    mock.put("unit", "U1", unit("U1"))
    mock.put("unit", "U2", unit("U2"))
    mock.positions = [["U1", 33.9, 116.8, 2_000, 1, 1], ["U2", 33.9, 116.8, 2_000, 1, 1]]
    open_screen(page, mock)
    rows = [["U1", 33.8, 116.9, 1_000, 1, 1], ["U2", 33.8, 116.9, 3_000, 1, 1]]
    mock.send({"from": 3, "seq": 4, "records": [], "positions": rows})
    wait(page, "onescreen.live.stats.ignored === 1")
    assert ask(page, "onescreen.picture.positions.get('U1')[1]") == 33.9
    assert ask(page, "onescreen.picture.positions.get('U2')[1]") == 33.8


def test_a_snapshot_that_fails_on_the_way_is_asked_for_again(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    ask(page, "window.realNow = performance.now.bind(performance)")
    ask(page, "performance.now = () => realNow() + 5000")
    ask(
        page,
        """() => {
          const whole = onescreen.picture.replace;
          onescreen.picture.replace = () => {
            onescreen.picture.replace = whole;
            throw new Error("out of memory");
          };
        }""",
    )
    mock.seq = 9
    mock.put("incident", "LS9", incident("LS9"))
    mock.send(mock.snapshot())
    wait(page, "onescreen.live.stats.reasons.failed === 1")
    assert ask(page, "onescreen.live.session.seq") is None
    mock.send({"beat": iso(), "seq": 9})
    wait(page, "onescreen.live.session.seq === 9")
    assert mock.hellos[-1]["seq"] is None
    assert numbers(page) == ["LS9"]


def test_what_is_refused_is_counted_until_a_snapshot_brings_everything(
    page: Page, mock: Mock
) -> None:
    mock.put("incident", "LS1", incident("LS1", status="on_the_moon"))
    open_screen(page, mock)
    assert ask(page, "onescreen.live.stats.unshown") == 1
    mock.put("incident", "LS1", incident("LS1"))
    mock.send(mock.snapshot())
    wait(page, "onescreen.live.stats.unshown === 0")
    assert ask(page, "onescreen.live.stats.refused") == 1


GOOD = incident("LS1")
MALFORMED = [
    "not json",
    "[]",
    "null",
    "7",
    '{"snapshot": null}',
    '{"snapshot": {"epoch": 5, "seq": "x"}}',
    '{"from": "0", "seq": 1}',
    '{"from": 5, "seq": 1, "records": []}',
    '{"from": 0, "seq": 0, "records": 5}',
    '{"from": 0, "seq": 0, "positions": 5}',
    '{"beat": {"a": 1}, "seq": "no"}',
    '{"hello": 1}',
    '{"from": 0, "seq": 0, "positions": [["U1", 1e999, 116.8, 1], ["U1", null, 2, 3], 5, null]}',
    '{"from": 0, "seq": 0, "positions": [["U1", "33", "116", 1], [{}, 1, 2, 3], ["U1", 91, 0, 1]]}',
]
BAD_RECORDS = [
    None,
    5,
    {},
    {"seq": 1},
    {"kind": "dragon", "id": "D1", "action": "put", "state": {}},
    {"kind": "__proto__", "id": "D1", "action": "put", "state": {}},
    {"kind": "incident", "id": 5, "action": "put", "state": GOOD},
    {"kind": "incident", "id": "LS1", "action": "put", "state": None},
    {"kind": "incident", "id": "LS1", "action": "put", "state": GOOD | {"lat": None}},
    {"kind": "incident", "id": "LS1", "action": "put", "state": GOOD | {"lat": "33"}},
    {"kind": "incident", "id": "LS1", "action": "put", "state": GOOD | {"severity": 9}},
    {"kind": "incident", "id": "LS1", "action": "put", "state": GOOD | {"status": "<b>"}},
    {"kind": "incident", "id": "LS1", "action": "put", "state": GOOD | {"area_code": None}},
    {"kind": "incident", "id": "LS1", "action": "put", "state": GOOD | {"reported_at": "soon"}},
    {"kind": "incident", "id": "LS1", "action": "put", "state": GOOD | {"title": {"a": 1}}},
    {"kind": "unit", "id": "U1", "action": "put", "state": {"unit_id": "U2", "kind": "police"}},
    {"kind": "assignment", "id": "A1", "action": "put", "state": {"number": "LS1"}},
]


def test_nothing_malformed_freezes_the_screen(page: Page, mock: Mock) -> None:
    mock.put("incident", "LS0", incident("LS0"))
    open_screen(page, mock)
    mock.is_answering = False  # a refused snapshot is asked for again
    for message in MALFORMED:
        mock.send(message)
    for bad in BAD_RECORDS:
        mock.seq += 1
        record = bad | {"seq": mock.seq} if isinstance(bad, dict) else bad
        mock.send({"from": mock.seq - 1, "seq": mock.seq, "records": [record], "positions": []})
    good = mock.record("incident", "LS9", incident("LS9"))
    mock.send(mock.frame(good, positions=[["U9", 33.9, 116.8, 5, None, None]]))
    wait(page, f"onescreen.live.session.seq === {mock.seq}")
    assert numbers(page) == ["LS0", "LS9"]
    assert ask(page, "onescreen.picture.positions.get('U9')[3]") == 5
    refused = ask(page, "onescreen.live.stats.refused")
    assert refused >= len(BAD_RECORDS) + 10
    assert ask(page, "onescreen.live.stats.reasons['unknown_kind']") == 2
    assert ask(page, "onescreen.failures.total") == 0


def test_one_bad_entry_costs_only_itself(page: Page, mock: Mock) -> None:
    mock.put("incident", "LS1", incident("LS1"))
    mock.put("incident", "LS2", incident("LS2", lat="north"))
    mock.put("unit", "U1", unit("U1"))
    mock.positions = [["U1", 33.9, 116.8, 5, None, None], ["U1", None, None, 6, None, None]]
    open_screen(page, mock)
    assert numbers(page) == ["LS1"]
    assert ask(page, "onescreen.picture.positions.get('U1')[3]") == 5
    assert ask(page, "onescreen.live.stats.reasons['incident.lat']") == 1


FOLD = """([records, sizes]) => {
  const now = Date.parse("2026-01-01T12:00:00Z");
  const picture = onescreen.createPicture(() => {});
  picture.replace({ entities: [], positions: [], seq: 0, epoch: "e" });
  let at = 0;
  for (const size of sizes) {
    const part = records.slice(at, at + size);
    if (part.length) picture.apply(part, part.flatMap((r) => r.rows || []), part.at(-1).seq);
    at += size;
  }
  picture.prune(now);
  const sorted = (map) => Array.from(map).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const kinds = Object.entries(picture.entities).map(([kind, map]) => [kind, sorted(map)]);
  const inArea = (code) => [...picture.openIn(code)].sort();
  const indexes = [inArea("340604"), inArea("340604001")];
  const assigned = picture.assignmentsOf("LS3").map((a) => a.assignment_id);
  return JSON.stringify([picture.seq, kinds, sorted(picture.positions), indexes, assigned]);
}"""


def made_up_records(chance: random.Random, count: int) -> list[dict[str, object]]:
    records = []
    for seq in range(1, count + 1):
        n = chance.randrange(8)
        status = chance.choice(["reported", "accepted", "closed"])
        ended = chance.choice(["2026-01-01T01:00:00Z", "2025-12-30T01:00:00Z"])
        kind, key, state = chance.choice(
            [
                (
                    "incident",
                    f"LS{n}",
                    incident(f"LS{n}", status=status, reached_at={status: ended})
                    | {"area_code": f"34060400{n}001001", "reported_at": ended, "severity": 1},
                ),
                ("unit", f"U{n}", unit(f"U{n}", status="on_scene" if n % 2 else "available")),
                (
                    "assignment",
                    f"A{n}",
                    assignment(f"A{n}", f"LS{n % 4}", f"U{n}", assigned_at=ended)
                    | {"cleared_at": chance.choice([None, ended])},
                ),
            ]
        )
        action = chance.choice(["put", "put", "put", "gone"])
        row = [f"U{n}", 33.9, 116.8, chance.randrange(1, 99), 1, 1]
        records.append(
            {"seq": seq, "kind": kind, "id": key, "action": action, "state": state, "rows": [row]}
        )
    return records


def test_any_chunking_of_the_frames_folds_to_the_same_picture(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    chance = random.Random(11)
    records = [r | {"rows": []} for r in made_up_records(chance, 300)]
    whole = ask(page, FOLD, [records, [300]])
    assert len(json.loads(whole)[1][0][1]) > 0
    for _ in range(10):
        sizes = [chance.randrange(1, 40) for _ in range(300)]
        assert ask(page, FOLD, [records, sizes]) == whole


def test_what_ended_a_day_ago_is_forgotten(page: Page, mock: Mock) -> None:
    open_screen(page, mock)
    old = incident("LS1", status="closed", reached_at={"closed": "2026-01-01T00:00:00Z"})
    mock.send(mock.frame(mock.record("incident", "LS1", old)))
    mock.send(mock.frame(mock.record("incident", "LS2", incident("LS2"))))
    wait(page, "onescreen.live.session.seq === 2")
    ask(page, "onescreen.picture.prune(Date.parse('2026-01-01T23:59:59Z'))")
    assert numbers(page) == ["LS1", "LS2"]
    ask(page, "onescreen.picture.prune(Date.parse('2026-01-02T00:00:00Z'))")
    assert numbers(page) == ["LS2"]
