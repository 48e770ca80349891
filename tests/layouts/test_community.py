"""The community page: its figures, its grids, its month."""

from dataclasses import replace
from datetime import date, timedelta

from domain.net.party.figures import Counts, figures_of
from domain.net.party.here import PartyHere
from domain.net.party.organisations import OrganisationType
from domain.net.party.photos import ShownPhoto
from domain.video.cameras.camera import Camera, CameraClass
from layouts.live import community
from layouts.view_models import CommunityFacts, DayCount, GridRow
from tests.layouts.builders import NOON, a_grid, an_area
from tests.layouts.test_shell import texts, walk

TODAY = date(2026, 11, 22)


def facts(**changed):
    told = {
        "area": an_area(),
        "town": an_area("340604101", "宋疃镇"),
        "grids": [
            GridRow(a_grid(1), [("网格0417", "演示-0417")]),
            GridRow(a_grid(2), vacant_days=12),
        ],
        "cameras": [],
        "days": [DayCount(TODAY - timedelta(days=n), n % 3, 1.5) for n in range(29, -1, -1)],
        "as_of": NOON,
    }
    return CommunityFacts(**(told | changed))


def test_figures_are_written_with_unit_and_open_to_a_source_that_says_demo():
    drawn = community.overview(facts())
    assert "3,742" in texts(drawn)
    assert "1,286" in texts(drawn)
    assert "宋疃镇" in texts(drawn)
    sources = [getattr(n, "data-prov") for n in walk(drawn) if getattr(n, "data-prov", None)]
    assert len(sources) == 4
    assert all("演示" in source for source in sources)


def test_an_unknown_population_is_said_not_drawn_as_zero():
    drawn = community.overview(facts(area=an_area(population=None)))
    assert "未知" in texts(drawn)


def test_posts_in_the_grids_are_worked_or_vacant_since():
    drawn = community.grid_list(facts())
    assert "网格0417" in texts(drawn)
    assert "空缺 " in texts(drawn)
    assert "12" in texts(drawn)
    assert "第一党支部" in texts(drawn)


def test_a_grid_lead_is_shown_by_surname_and_an_invented_one_as_it_is():
    drawn = texts(community.grid_list(facts()))
    assert "王*" in drawn
    assert "小明" not in drawn
    invented = GridRow(an_area("340604101001003", lead="演示-0301"))
    assert "演示-0301" in texts(community.grid_list(facts(grids=[invented])))
    assert "未登记" in texts(community.grid_list(facts(grids=[GridRow(an_area(lead=None))])))


def test_bars_are_zero_based_and_each_day_tells_count_and_mean():
    drawn = community.month_chart(facts().days, facts())
    bars = [node for node in walk(drawn) if getattr(node, "className", "") == "bar"]
    assert len(bars) == 30
    assert {bar.style["height"] for bar in bars} == {"0.0%", "50.0%", "100.0%"}
    notes = [getattr(n, "data-prov-note", "") for n in walk(drawn)]
    assert "11-22：0 起，全镇均值 1.5 起" in notes


def test_cameras_say_that_their_pictures_are_not_connected():
    camera = Camera(
        "34060410100132000001", "和村路口东", CameraClass.CROSSING, 33.9, 116.8, "340604101001001"
    )
    assert "未接入" in texts(community.camera_list([camera], facts()))
    assert "没有登记摄像机" in texts(community.camera_list([], facts()))


def test_a_camera_with_a_picture_opens_for_whoever_may_look():
    place = ("c1", "东门", CameraClass.CROSSING, 33.9, 116.8, "340604101006001")
    cameras = [Camera("c0", *place[1:]), Camera(*place, source="wvp", address="1/2")]
    shown = str(community.camera_list(cameras, replace(facts(), may_look=True))[1])
    assert "data-eye" in shown
    assert shown.index("东门") < shown.index("未接入")  # those with a picture stand first
    assert "data-eye" not in str(community.camera_list(cameras, facts())[1])


def test_only_cameras_that_are_invented_say_demo():
    def source(*, camera_is_demo, area_is_demo):
        camera = Camera(
            "34060410100132000001",
            "和村路口东",
            CameraClass.CROSSING,
            33.9,
            116.8,
            "340604101001001",
            is_demo=camera_is_demo,
        )
        drawn = community.camera_list([camera], facts(area=an_area(is_demo=area_is_demo)))
        return next(getattr(n, "data-prov") for n in walk(drawn) if getattr(n, "data-prov", None))

    assert "演示" not in source(camera_is_demo=False, area_is_demo=False)
    assert "演示" in source(camera_is_demo=True, area_is_demo=False)
    assert "演示" in source(camera_is_demo=False, area_is_demo=True)


def test_an_unknown_code_leads_back_and_shows_no_markup():
    drawn = community.unknown("<img src=x>")
    assert "没有这个村（社区）" in texts(drawn)
    assert "<img src=x>" in texts(drawn)  # as text: Dash escapes children
    assert any(getattr(node, "href", None) == "/" for node in walk(drawn))


def test_photos_that_may_be_shown_stand_below_what_is_planned():
    counts = Counts({}, 0, 0, {}, 0, 0, {}, 0)
    figures = figures_of([], [], [], [], counts, TODAY)
    photos = (
        ShownPhoto("f1", "2026-11-01", "340604101006", title="庆七一"),
        ShownPhoto("f2", "2026-10-01", "340604101006001", activity="theme_day"),
    )
    here = PartyHere("甲社区党总支", replace(figures, by_type={OrganisationType.BRANCH: 1}),
                     (), (), photos)  # fmt: skip
    drawn = community.party(facts(party=here))
    sources = [node.src for node in walk(drawn) if getattr(node, "src", None)]
    assert sources == [f"/api/v1/net/party/photos/{one.file_id}" for one in photos]
    assert "庆七一" in texts(drawn) and "主题党日" in texts(drawn)
