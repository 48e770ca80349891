"""Whose line broke may come back, unless their session, their account or their phone is over."""

from datetime import UTC, datetime

import pytest

from domain.access.callers import Caller
from domain.field.phones import FIELD_DEVICE, FieldDevice, Phone
from operations.access.accounts import OPERATOR
from operations.field.calls.still_here import StillHere
from tests.support.people import HERE, People

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
async def people(tmp_path):
    made = People(tmp_path)
    await made.add("p-1", "grid_worker")
    return made


def here(people: People) -> StillHere:
    return StillHere(people.store, people.work, people.presence.rules, people.presence._now)


async def test_a_desk_that_signed_out_or_was_stopped_is_out(people: People):
    await people.add("d-1", "dispatcher")
    for end in (
        lambda token: people.entrance.sign_out(token, HERE.address),
        lambda _: people.accounts.disable(OPERATOR, "d-1"),
    ):
        token = (await people.sign_in("d-1")).token
        visit = await people.presence.who(token)
        assert not await here(people).was_signed_out(visit)
        await end(token)
        assert await here(people).was_signed_out(visit)
    assert not await here(people).was_signed_out(None)  # the demo's own dispatcher


async def test_a_phone_that_was_revoked_or_whose_account_was_stopped_is_out(people: People):
    def put(**fields: object) -> Phone:
        device = FieldDevice("phone-1", account="p-1", bound_at=NOON, unit_id="U1", **fields)
        with people.store.transaction() as tx:
            tx.put(FIELD_DEVICE, device, action="bind", actor="p-1")
        return Phone(device, Caller("p-1", "grid_worker"))

    phone = put()
    assert not await here(people).is_out(phone)
    put(revoked_at=NOON)
    assert await here(people).is_out(phone)
    put()
    await people.accounts.disable(OPERATOR, "p-1")
    assert await here(people).is_out(phone)
