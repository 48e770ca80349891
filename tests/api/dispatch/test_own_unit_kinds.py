"""A kind of unit of a district's own, over HTTP: taken in, found, sent by a run card, covered."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import pytest_asyncio

from bootstrap.startup_checks import check_unit_kinds
from domain import named
from domain.dispatch.unit_kinds import learn_kinds
from geodata.district.refused import DistrictError
from tests.access.two_towns import OTHER_PLACE, OUR_PLACE, OUR_TOWN, TwoTowns

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIESHAN = Path(__file__).parents[3] / "districts" / "lieshan"
KIND = """
[[unit_kinds]]
code = "fire_engine"
name = "消防车"
english = "Fire engine"
symbol = "truck"
colour = "#ff7a45"
cover_s = 600
"""


def district(folder: Path) -> Path:
    """The demo district with fire engines, of which a fire of level Ⅰ needs one."""
    folder.mkdir()
    for path in LIESHAN.iterdir():
        (folder / path.name).symlink_to(path)
    top, _, rest = (LIESHAN / "district.toml").read_text("utf-8").partition("\n[")
    cards = (LIESHAN / "run_cards.csv").read_text("utf-8") + "fire,1,fire_engine,,,1\n"
    for name, text in (("district.toml", f"{top}\n{KIND}\n[{rest}"), ("run_cards.csv", cards)):
        (folder / name).unlink()
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def towns(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoTowns]:
    folder = tmp_path_factory.mktemp("own-kinds")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONESCREEN_DISTRICT", str(district(folder / "district")))
        made = TwoTowns(folder / "var")
    await made.start()
    places = {"XF-1": OUR_PLACE, "XF-2": OTHER_PLACE}
    for unit_id in places:
        body = {"call_sign": f"消防{unit_id[-1]}", "kind": "fire_engine", "home_area": OUR_TOWN}
        answer = await made.call("PUT", f"/api/v1/units/{unit_id}", "machine", body)
        assert answer.status == 201, answer.body
    await made.settled()  # a place is kept of a unit that the picture has
    for unit_id, (lat, lon) in places.items():
        query = urlencode({"id": unit_id, "lat": lat, "lon": lon})
        assert (await made.call("GET", "/ingest/osmand", "machine", query=query)).status == 200
    await made.settled()
    yield made
    await made.stop()
    learn_kinds(())
    named.learn({})


async def test_a_start_without_the_kind_of_a_unit_is_refused(towns: TwoTowns):
    learn_kinds(())
    try:
        with pytest.raises(DistrictError, match=r"kind fire_engine.*declare it again"):
            check_unit_kinds(towns.parts.store)
    finally:
        learn_kinds(towns.parts.district.unit_kinds)
    check_unit_kinds(towns.parts.store)


async def test_a_kind_that_is_not_declared_is_refused_and_the_declared_ones_named(towns: TwoTowns):
    body = {"call_sign": "坦克", "kind": "tank", "home_area": OUR_TOWN}
    answer = await towns.call("PUT", "/api/v1/units/T-1", "machine", body)
    assert answer.status == 422
    assert answer.error["field"] == "kind" and "fire_engine" in str(answer.error)


async def test_the_nearest_of_the_kind_are_found(towns: TwoTowns):
    lat, lon = OUR_PLACE
    query = urlencode({"lat": lat, "lon": lon, "kind": "fire_engine"})
    found = towns.json(await towns.call("GET", "/api/v1/nearest", "centre", query=query))
    assert [one["unit_id"] for one in found["items"]] == ["XF-1", "XF-2"]


async def test_a_run_card_asks_for_it_and_the_nearest_is_recommended(towns: TwoTowns):
    path = f"/api/v1/desk/incidents/{towns.ours.number}/recommendation"
    told = towns.json(await towns.call("GET", path, "centre"))
    [role] = [one for one in told["roles"] if one["kind"] == "fire_engine"]
    assert role["name"] == "消防车"
    assert "XF-1" in str(told.get("plan", told))
    cards = towns.json(await towns.call("GET", "/api/v1/desk/run-cards", "centre"))
    assert {"code": "fire_engine", "name": "消防车", "subkinds": []} in cards["kinds"]


async def test_coverage_counts_it_by_its_own_target(towns: TwoTowns):
    told = towns.json(await towns.call("GET", "/api/v1/desk/coverage", "centre"))
    told = told.get("coverage", told)
    assert list(told["targets_s"]) == ["police", "grid_worker", "fire_engine"]
    assert told["targets_s"]["fire_engine"] == 600
    assert told["units"]["fire_engine"] == 2
    assert {len(minutes) for minutes in told["grids"].values()} == {3}


async def test_figures_of_an_area_count_those_on_duty(towns: TwoTowns):
    path = f"/api/v1/areas/{OUR_TOWN}/statistics"
    told = towns.json(await towns.call("GET", path, "centre", query="period=7d"))
    [row] = told["people"]["others"]
    assert (row["kind"], row["name"], row["on_duty"], row["total"]) == (
        "fire_engine", "消防车", 2, 2,
    )  # fmt: skip
