"""Every door × everybody who could stand before it, over the real gate of the built product."""

import json
import re
from typing import Any

import pytest

from domain.access import access, grants, roles, routes
from tests.access.doors import (
    ADMINISTRATORS,
    CALLBACKS,
    DRAWN,
    MESSAGES,
    SOCKETS,
    STRANGER,
    declared,
    roles_of,
)
from tests.access.gatehouse import (
    CALLBACK,
    LOOKS_ITSELF,
    Answer,
    Gatehouse,
    filled,
    first_of,
    served,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")
ALLOWED = declared()
PEOPLE_AND_DEVICES = set(roles_of()) - {"owing", "half", "stranger"}
LOOPBACK = ("127.0.0.1", 5)
BROWSER = {"accept": "text/html"}


async def test_everybody_of_the_access_table_stands_before_the_doors():
    assert set(roles.ROLES) == PEOPLE_AND_DEVICES


async def test_every_door_that_is_served_has_a_rule_of_its_own(gate: Gatehouse):
    doors, sockets = served(gate.server)
    for door in doors | DRAWN:
        method, _, path = door.partition(" ")
        if ":path}" in path or path in {"/api", "/ingest", "/map", "/ws"}:
            continue  # what answers that there is nothing
        need = access.need_of(method, filled(path))
        assert need.is_known or method in {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, door
        assert need.action == routes.OPEN or need.action in grants.GRANTS, door
    for path in sockets:
        assert access.need_of("SOCKET", filled(path)).is_known, path


def is_refused(answer: Answer) -> bool:
    return answer.status in {401, 403} and not answer.came_through


@pytest.mark.parametrize("role", roles_of())
async def test_a_role_comes_through_its_own_doors_and_no_other(gate: Gatehouse, role: str):
    wrong = []
    seat = (f"10.0.1.{roles_of().index(role)}", 5)  # public pages count by address
    for door, allowed in ALLOWED.items():
        method, _, pattern = door.partition(" ")
        answer = await gate.ask(method, filled(pattern), role, client=seat)
        if method == "POST" and pattern in LOOKS_ITSELF:
            is_right = (answer.status == 401) == (role not in allowed)
        elif role in allowed:
            is_right = answer.came_through and answer.status not in {401, 403}
        else:
            is_right = is_refused(answer)
        if not is_right:
            wrong.append(f"{door}: {answer.status}, came through: {answer.came_through}")
    assert wrong == []


@pytest.mark.parametrize(
    "role", [*ADMINISTRATORS.split(), "wall", "village", "duty_clerk", "partner"]
)
async def test_nobody_stands_before_a_page_that_is_not_theirs_without_a_way_on(
    gate: Gatehouse, role: str
):
    """The bare address leads on; any other page says no and names the pages that are theirs."""
    for path in ("/", "/desk", "/admin", "/brief", "/area/340604001", "/account"):
        answer = await gate.ask("GET", path, role, accept="text/html")
        if answer.came_through:
            continue
        if path == "/":
            first = {"duty_clerk": "/centre", "partner": "/centre/advice"}.get(role, "/admin")
            assert (answer.status, answer.headers["location"]) == (303, first), role
            continue
        links = re.findall(r'href="(/[a-z/]*)"', answer.body.decode())
        assert answer.status == 403, (role, path)
        assert links, (role, path)
        for link in links:
            led = await gate.ask("GET", link, role, accept="text/html")
            assert led.came_through, (role, path, link)


@pytest.mark.parametrize("role", roles_of())
async def test_a_role_opens_its_own_sockets_and_no_other(gate: Gatehouse, role: str):
    for pattern, allowed in SOCKETS.items():
        async with gate.socket(filled(pattern), role) as socket:
            expected = {101} if role in allowed.split() else {401, 403}
            assert socket.status in expected, pattern
            assert socket.came_through == (role in allowed.split()), pattern


@pytest.mark.parametrize("role", roles_of())
async def test_a_role_is_answered_on_a_socket_only_where_it_may_speak(gate: Gatehouse, role: str):
    for path, (text, allowed) in MESSAGES.items():
        async with gate.socket(path, role) as socket:
            if role in allowed.split():
                answer = await socket.say(text)
                assert answer["type"] == "websocket.send", (path, answer)
            else:
                assert socket.status in {401, 403}, path


async def test_nothing_may_be_said_on_the_coverage_socket(gate: Gatehouse):
    for role in SOCKETS["/ws/coverage"].split():
        async with gate.socket("/ws/coverage", role) as socket:
            answer = await socket.say("{}")
            assert (answer["type"], answer["code"]) == ("websocket.close", 1008), role


def posted(gate: Gatehouse, first_output: str) -> bytes:
    """What a browser posts to have a callback run, with nothing in its inputs."""
    [(name, callback)] = [
        (name, held)
        for name, held in gate.dash.callback_map.items()
        if first_of(name) == first_output
    ]
    parts = [part.rsplit(".", 1) for part in name.strip(".").split("...")]
    outputs = [{"id": part[0], "property": part[1]} for part in parts]
    inputs, state = ([_empty(entry) for entry in callback[kind]] for kind in ("inputs", "state"))
    body = {
        "output": name,
        "outputs": outputs if name.startswith("..") else outputs[0],
        "inputs": inputs,
        "changedPropIds": [],
        "state": state,
    }
    return json.dumps(body).encode()


def _empty(entry: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """An input with nothing in it; a pattern of ids has none that fits."""
    return [] if entry["id"].startswith("{") else {**entry, "value": None}


@pytest.mark.parametrize("role", roles_of())
async def test_a_role_runs_its_own_callbacks_and_no_other(gate: Gatehouse, role: str):
    for first_output, allowed in CALLBACKS.items():
        answer = await gate.ask("POST", CALLBACK, role, body=posted(gate, first_output))
        if role in allowed.split():
            assert answer.status in {200, 204}, (first_output, answer.body)
        else:
            assert answer.status in {401, 403}, (first_output, answer.body)


@pytest.mark.parametrize("is_demo", [True, False])
async def test_whoever_has_not_signed_in_is_refused_everything_from_elsewhere(
    gate: Gatehouse, is_demo: bool
):
    if is_demo:
        await _refused_everything(gate)
        return
    with gate.without_demo():
        await _refused_everything(gate)
        for path in ("/", "/desk", "/api/v1/incidents", "/assets/10_core.js"):
            assert (await gate.ask("GET", path, client=LOOPBACK)).status == 401, path


async def _refused_everything(gate: Gatehouse) -> None:
    stranger = {"socket": "/ws/live", "other": "/ws/coverage", "feed": "/ingest/ws"}
    for path in stranger.values():
        async with gate.socket(path) as socket:
            assert socket.status == 401, path
    for first_output in CALLBACKS:
        assert (await gate.ask("POST", CALLBACK, body=posted(gate, first_output))).status == 401
    for door, allowed in ALLOWED.items():
        if STRANGER not in allowed:
            method, _, pattern = door.partition(" ")
            assert (await gate.ask(method, filled(pattern))).status == 401, door
    sent_on = await gate.ask("GET", "/desk", **BROWSER)
    assert (sent_on.status, sent_on.headers["location"]) == (303, "/login?next=%2Fdesk")


async def test_somebody_of_an_area_finds_the_doors_of_others_shut(gate: Gatehouse):
    await gate.people.add("of-a-village", "village", area="340604001001")
    token = (await gate.people.sign_in("of-a-village")).token
    for path, is_let_in in (
        ("/community/340604001001", True),
        ("/area/340604001001", True),
        ("/api/v1/areas/340604001001001/statistics", True),
        ("/community/340604001002", False),
        ("/area/340604001", False),
        ("/api/v1/areas/340604002001", False),
        ("/api/v1/areas/340604/statistics/rows", False),
    ):
        answer = await gate.ask("GET", path, "village", token=token)
        assert answer.came_through == is_let_in, path
        assert is_refused(answer) != is_let_in, path
