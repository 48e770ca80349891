"""Police and law on the community page: whom a reader is shown, and how they are reached."""

from dataclasses import replace

from domain.net.fusion.beats import Beat
from domain.net.fusion.here import OfficerHere, here
from domain.net.fusion.joint import LawPartner, LawRole
from layouts.live import community, police
from layouts.view_models import GridRow
from tests.layouts.builders import a_grid
from tests.layouts.test_community import facts
from tests.layouts.test_shell import texts, walk

CODE = a_grid(1).code[:12]
BEATS = [
    Beat("JG-1", "演示所", CODE, "public_security", (f"{a_grid(1).code}:100",), units=("JW-1",),
         officers="赵小明", phone="13811110001"),
    Beat("JG-2", "演示所", CODE, "public_security", (f"{a_grid(2).code}:60",)),
]  # fmt: skip
LAWYERS = [LawPartner("L-1", LawRole.LAWYER, CODE, None, grids=(a_grid(1).code,), name="李律师")]


def shown(*seen: str, links: bool = False) -> list:
    told = here(CODE, BEATS, LAWYERS, seen=seen)
    told = replace(told, officers={"JW-1": OfficerHere("JW-1", "警045", "赵小明")})
    rows = [GridRow(a_grid(1)), GridRow(a_grid(2))]
    drawn = facts(police=told, grids=rows, links_to_net=links)
    return [police.police(drawn), community.grid_list(drawn)]


def test_a_wall_sees_the_call_sign_and_no_name_or_phone():
    drawn = shown()
    assert "警045" in texts(drawn)
    hidden = ("赵小明", "赵*", "13811110001", "李律师")
    assert [one for one in hidden if one in texts(drawn)] == []
    assert [getattr(one, "data-officer", None) for one in walk(drawn)].count("JW-1") == 1
    # the grid whose beat has nobody says so
    assert "未配备" in texts(drawn)
    assert [one.href for one in walk(drawn) if getattr(one, "href", None)] == []


def test_who_may_see_the_beat_can_call_it_and_open_the_grid():
    drawn = shown("JG-1", "L-1", links=True)
    assert [one for one in ("赵*", "13811110001", "李律师") if one not in texts(drawn)] == []
    hrefs = [one.href for one in walk(drawn) if getattr(one, "href", None)]
    assert "tel:13811110001" in hrefs
    assert f"/net/grid/{a_grid(1).code}" in hrefs
