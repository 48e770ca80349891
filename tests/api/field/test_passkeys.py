"""Passkeys over HTTP: an answer is good for one phone, one question, one page, and a person."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from domain.access.callers import Caller
from domain.field.passkeys import Site
from domain.field.phones import MOST_TRIES
from tests.access.gatehouse import HOST, Answer, Gatehouse
from tests.support.authenticator import Authenticator

SITE = Site("https://one.example:8443", "one.example")
FIELD = "/api/v1/field"
pytestmark = pytest.mark.asyncio(loop_scope="module")


class Phones(Gatehouse):
    """The product, and phones that ask as their browsers do."""

    async def bound(self, account: str) -> str:
        """The key of a newly bound phone."""
        await self.people.add(account, "grid_worker")
        who = Caller(account, "grid_worker")
        return (await self.parts.field.phones.bind(who, unit_id=None, pin="380417")).key

    async def post(self, key: str, path: str, body: Any = None) -> Answer:
        """Ask as the phone of a key."""
        return await self.ask(
            "POST",
            f"{FIELD}/{path}",
            body=json.dumps(body or {}).encode(),
            cookie=f"onescreen-phone={key}",
            origin=f"http://{HOST}",
        )

    async def options(self, key: str, path: str) -> dict[str, Any]:
        answer = await self.post(key, path)
        assert answer.status == 200, answer.body
        return dict(json.loads(answer.body)["options"])

    async def is_open(self, key: str) -> bool:
        """What the server says of a phone."""
        found = await self.ask("GET", f"{FIELD}/me", cookie=f"onescreen-phone={key}")
        return bool(json.loads(found.body)["is_open"])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def phones(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Phones]:
    made = Phones(tmp_path_factory.mktemp("passkeys"), is_probed=False)
    made.parts.field.passkeys.site = SITE
    yield made
    made.close()


async def locked(phones: Phones, account: str) -> tuple[str, Authenticator]:
    """A locked phone with a passkey."""
    key, finger = await phones.bound(account), Authenticator(SITE.origin)
    made = finger.make(await phones.options(key, "passkey/begin"))
    answer = await phones.post(key, "passkey", made)
    assert (answer.status, json.loads(answer.body)) == (201, {"has_passkey": True})
    await phones.post(key, "lock")
    return key, finger


def code(answer: Answer) -> str:
    return str(answer.error["code"])


async def test_an_answer_opens_its_own_phone_once(phones: Phones):
    key, finger = await locked(phones, "opens")
    said = finger.answer(await phones.options(key, "passkey/question"))
    assert (await phones.post(key, "passkey/open", said)).status == 200
    assert await phones.is_open(key)
    await phones.post(key, "lock")
    again = await phones.post(key, "passkey/open", said)  # what somebody wrote down
    assert (again.status, code(again)) == (422, "passkey_late")
    await phones.options(key, "passkey/question")
    replayed = await phones.post(key, "passkey/open", said)
    assert (replayed.status, code(replayed)) == (403, "passkey_wrong")
    assert not await phones.is_open(key)


async def test_strangers_answers_open_nothing(phones: Phones):
    key, finger = await locked(phones, "mine")
    other, theirs = await locked(phones, "theirs")
    elsewhere = replace(finger, origin="https://one.examp1e:8443")
    merely_there = replace(finger, is_verified=False)
    renamed = replace(theirs, credential_id=finger.credential_id)
    unknown = replace(finger, credential_id=theirs.credential_id)
    strangers = (theirs, elsewhere, merely_there, renamed, unknown)
    for tries, stranger in enumerate(strangers, 1):
        said = stranger.answer(await phones.options(key, "passkey/question"))
        answer = await phones.post(key, "passkey/open", said)
        assert (answer.status, code(answer)) == (403, "passkey_wrong"), stranger
        assert str(MOST_TRIES - tries) in answer.error["message"]
    # asked of one phone, answered by its own finger on another
    said = theirs.answer(await phones.options(key, "passkey/question"))
    refused = await phones.post(other, "passkey/open", said)
    assert (refused.status, code(refused)) == (422, "passkey_late")
    assert not await phones.is_open(key) and not await phones.is_open(other)


async def test_what_is_no_answer_is_refused_and_makes_no_passkey(phones: Phones):
    key = await phones.bound("garbage")
    finger = Authenticator(SITE.origin)
    wrong = [
        lambda options: replace(finger, origin="https://two.example").make(options),
        lambda options: replace(finger, is_verified=False).make(options),
        lambda options: finger.make(options | {"rp": {"id": "two.example"}}),
        lambda options: finger.make(options | {"challenge": "AAAA"}),
        lambda options: finger.make(options) | {"id": "!!", "rawId": "!!"},
        lambda options: finger.make(options) | {"response": {"clientDataJSON": "e30"}},
        lambda options: (
            finger.make(options)
            | {"response": finger.make(options)["response"] | {"attestationObject": "oA"}}
        ),
    ]
    for make in wrong:
        said = make(await phones.options(key, "passkey/begin"))
        answer = await phones.post(key, "passkey", said)
        assert (answer.status, answer.error["field"]) == (422, "passkey"), answer.body
    none = await phones.post(key, "passkey/question")
    assert (none.status, code(none)) == (409, "passkey_none")


async def test_a_passkey_signs_nobody_in(phones: Phones):
    key, finger = await locked(phones, "signs-in")
    said = finger.answer(await phones.options(key, "passkey/question"))
    for cookie in ("", "onescreen-phone=of-nobody"):
        more = {"cookie": cookie} if cookie else {}
        body = json.dumps(said).encode()
        answer = await phones.ask(
            "POST", f"{FIELD}/passkey/open", body=body, origin=f"http://{HOST}", **more
        )
        assert answer.status == 401
    session = (await phones.people.sign_in("signs-in")).token
    answer = await phones.ask(
        "POST",
        f"{FIELD}/passkey/open",
        body=json.dumps(said).encode(),
        cookie=f"onescreen={session}",
        origin=f"http://{HOST}",
    )
    assert (answer.status, code(answer)) == (409, "not_bound")  # a session alone is no phone
