import pytest

from domain.access.access import NotAllowedError, may, narrowed, need_of, pages_of, require
from domain.access.callers import Caller
from domain.access.grants import GRANTS
from domain.access.roles import ADMINISTRATORS, ROLES
from domain.access.routes import CALLBACKS, MESSAGES, NOWHERE, ROUTES

TOWN, VILLAGE, OTHER = "340604101", "340604101001", "340604102"


def test_every_door_asks_for_an_action_that_exists_and_every_action_has_a_role():
    asked = {action for _, action in (*ROUTES, *NOWHERE)} | {*MESSAGES.values()}
    asked |= set(CALLBACKS.values())
    assert asked - {"open"} <= GRANTS.keys()
    assert all(roles and roles <= set(ROLES) for roles in GRANTS.values())


def test_no_administrator_holds_anothers_office():
    offices = {
        role: {
            action
            for action in ("accounts.manage", "devices.manage", "journal.read", "settings.manage")
            if role in GRANTS[action]
        }
        for role in ADMINISTRATORS
    }
    assert sorted(map(len, offices.values())) == [1, 1, 2]
    for role in ADMINISTRATORS:
        assert not may(Caller("a", role), "live.see")
        assert not may(Caller("a", role), "desk.act")


@pytest.mark.parametrize(
    ("role", "action"),
    [
        ("wall", "desk.see"), ("wall", "facts.read"), ("wall", "reveal"), ("wall", "self"),
        ("feed", "shell.see"), ("feed", "facts.write"), ("machine", "desk.act"),
        ("dispatcher", "facts.write"), ("dispatcher", "admin.see"), ("leader", "desk.act"),
        ("nobody", "shell.see"), ("dispatcher", "no.such.action"), ("dispatcher", ""),
    ],
)  # fmt: skip
def test_what_is_not_granted_is_refused(role, action):
    caller = Caller("x", role)
    assert not may(caller, action)
    with pytest.raises(NotAllowedError):
        require(caller, action)


def test_an_area_bounds_what_may_be_seen_and_done():
    clerk = Caller("c", "village", area=TOWN)
    assert may(clerk, "area.see", VILLAGE)
    assert may(clerk, "area.see")
    assert not may(clerk, "area.see", OTHER)
    assert not may(clerk, "area.see", "340604")
    assert may(Caller("d", "dispatcher"), "area.see", OTHER)


def test_a_department_officer_acts_for_one_department():
    officer = Caller("o", "department", department="城管")
    assert may(officer, "desk.see", department="城管")
    assert not may(officer, "desk.see", department="环保")
    assert may(Caller("d", "dispatcher"), "desk.see", department="环保")


def test_a_person_begins_at_the_wall_unless_it_is_not_theirs():
    pages = {role: pages_of(Caller("x", role)) for role in ROLES}
    assert pages["dispatcher"] == ["/", "/desk", "/net", "/video", "/account"]
    assert pages["village"] == ["/", "/net", "/video/cameras", "/account"]
    assert pages["security_admin"] == ["/admin", "/account"]
    assert (pages["wall"], pages["feed"], pages["machine"]) == (["/"], [], [])


def test_a_question_is_narrowed_to_ones_own_area():
    clerk = Caller("c", "village", area=TOWN)
    assert narrowed(clerk, None) == TOWN
    assert narrowed(clerk, VILLAGE) == VILLAGE
    assert narrowed(Caller("d", "dispatcher"), None) is None
    with pytest.raises(NotAllowedError):
        narrowed(clerk, OTHER)


@pytest.mark.parametrize(
    ("kind", "path", "action", "is_known"),
    [
        ("GET", "/", "live.see", True),
        ("HEAD", "/healthz", "open", True),
        ("POST", "/healthz", "self", False),
        ("GET", "/desk/", "desk.see", True),
        ("GET", "/deskx", "shell.see", False),
        ("GET", "/api/v1/incidents/LS1", "facts.read", True),
        ("PATCH", "/api/v1/incidents/LS1", "facts.write", True),
        ("DELETE", "/api/v1/other", "facts.write", False),
        ("POST", "/api/v1/desk/incidents/LS1/assign", "desk.act", True),
        ("GET", "/admin/journal", "journal.read", True),
        ("GET", "/admin/accounts", "accounts.manage", True),
        ("SOCKET", "/ws/live", "live.see", True),
        ("SOCKET", "/ws/other", "", False),
        ("SOCKET", "/ingest/ws/key", "feed.send", True),
        ("POST", "/ingest", "feed.send", True),
        ("GET", "/a\nb", "shell.see", False),
    ],
)
def test_every_path_finds_its_need(kind, path, action, is_known):
    need = need_of(kind, path)
    assert (need.action, need.is_known) == (action, is_known)
