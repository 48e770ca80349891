"""Public pages are open to whoever holds their address, tightly limited, and guessed by nobody."""

import httpx
import pytest

from api.access.gate import Access
from api.access.limits import Limits
from api.access.rates import RateRules, Rates
from domain.access import access, routes
from domain.access.public_doors import PUBLIC, PublicDoor, is_token, new_token
from domain.pages.pages import PAGES
from tests.access.doors import EVERYBODY, declared
from tests.api.access.test_access import TOKEN
from tests.api.access.test_limits import ok

SURVEY = PublicDoor("/survey/{token}", takes_answers=True, assets="survey")
ARRIVED = PublicDoor("/arrived/{token}")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that came through the gate, with two public doors in the table."""
    rows = tuple((door, routes.OPEN) for page in (SURVEY, ARRIVED) for door in page.doors)
    monkeypatch.setattr(access, "ROUTES", (*rows, *routes.ROUTES))
    return []


def stranger(calls: list[str], address: str = "192.0.2.7", **rules: str) -> httpx.AsyncClient:
    async def behind(scope, receive, send):
        calls.append(f"{scope['method']} {scope['path']}")
        await ok(scope, receive, send)

    made = RateRules(**rules)
    gate = Access(behind, token=TOKEN, is_demo=False)
    app = Limits(gate, rules=made, rates=Rates(made))
    transport = httpx.ASGITransport(app, client=(address, 5))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")


async def test_whoever_holds_the_address_comes_in_and_nobody_else(calls):
    token = new_token()
    async with stranger(calls) as page:
        assert (await page.get(f"/survey/{token}")).status_code == 200
        sent = await page.post(f"/survey/{token}", headers={"origin": "http://localhost"})
        assert sent.status_code == 200
        assert (await page.get("/assets/pages/survey/survey.css")).status_code == 200
        assert len(calls) == 3
        for guess in ("1", "admin", "a" * 31, "a" * 33, "a" * 31 + "!", "a" * 31 + "."):
            assert (await page.get(f"/survey/{guess}")).status_code == 404, guess
        for path in (f"/survey/{token}/more", "/survey", f"/desk/{token}", "/assets/20_live.js"):
            assert (await page.get(path)).status_code in {401, 403, 404}, path
        kept = await page.post(f"/arrived/{token}", headers={"origin": "http://localhost"})
        assert kept.status_code in {401, 403, 404}
    assert len(calls) == 3


async def test_guessing_ends_after_a_few_tries_and_nobody_else_is_kept_out(calls):
    async with stranger(calls, public="5/minute") as page:
        told = [(await page.get(f"/survey/{new_token()}")).status_code for _ in range(7)]
        assert told == [200] * 5 + [429] * 2
        assert (await page.get("/healthz")).status_code == 200
    async with stranger(calls, "192.0.2.8", public="5/minute") as other:
        assert (await other.get(f"/survey/{new_token()}")).status_code == 200


async def test_wrong_shapes_count_too(calls):
    async with stranger(calls, public="3/minute") as page:
        told = [(await page.get("/survey/guess")).status_code for _ in range(4)]
    assert told == [404, 404, 404, 429]


async def test_what_is_sent_is_short(calls):
    async with stranger(calls) as page:
        answer = await page.post(
            f"/survey/{new_token()}", content=b"x" * 20_000, headers={"origin": "http://localhost"}
        )
    assert (answer.status_code, calls) == (413, [])


async def test_another_site_sends_nothing(calls):
    async with stranger(calls) as page:
        answer = await page.post(f"/survey/{new_token()}", headers={"origin": "http://evil.test"})
    assert (answer.status_code, calls) == (403, [])


def test_a_token_is_long_and_never_the_same():
    made = {new_token() for _ in range(500)}
    assert len(made) == 500
    assert all(is_token(one) for one in made)


@pytest.mark.parametrize(
    "path", ["/survey", "/survey/{code}", "/{token}", "/s/{token}/more", "{token}"]
)
def test_a_public_path_ends_in_a_token(path: str):
    with pytest.raises(ValueError, match="token"):
        PublicDoor(path)


def test_nothing_is_open_that_the_double_does_not_know():
    """Whatever stands open is a public door with its token, or known to the double by hand."""
    public = {door for page in PUBLIC for door in page.doors}
    known = {
        door.partition(" ")[2] for door, who in declared().items() if who >= {*EVERYBODY.split()}
    }
    for door, action in routes.ROUTES:
        path = door.partition(" ")[2].removesuffix("/**")
        if action == routes.OPEN and door not in public:
            assert any(one == path or one.startswith(path + "/") for one in known), door
    assert all(page.action != routes.OPEN for page in PAGES)
