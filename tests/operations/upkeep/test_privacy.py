"""Only those who look after privacy may ask about a person."""

import pytest

from domain.access.access import NotAllowedError
from domain.access.callers import Caller
from domain.access.roles import ROLES
from domain.upkeep.subjects import subject_of
from operations.threads import Work
from operations.upkeep.privacy import Asked, Privacy, Subjects
from tests.store.builders import an_incident
from tests.support.stores import a_store

PHONE = subject_of("phone", "13800000417")


@pytest.fixture
def privacy(tmp_path):
    store, work = a_store(tmp_path), Work()
    with store.transaction() as tx:
        tx.put_incident(an_incident("LS1"), action="report", actor="li")
    yield Privacy(Subjects(store, None), work)
    work.close()
    store.close()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "security_admin"])
async def test_nobody_else_may(privacy: Privacy, role: str):
    caller, asked = Caller("li", role), Asked(PHONE, "li", "本人申请")
    for ask in (
        lambda: privacy.find(caller, asked),
        lambda: privacy.export(caller, asked),
        lambda: privacy.erase(caller, asked),
    ):
        with pytest.raises(NotAllowedError):
            await ask()


async def test_the_security_administrator_finds_and_erases(privacy: Privacy):
    caller = Caller("an", "security_admin")
    found = await privacy.find(caller, Asked(PHONE, "an", "本人申请"))
    assert found["items"] == [{"kind": "incident", "id": "LS1"}]
    assert "13800000417" not in str(found)
    told = await privacy.erase(caller, Asked(PHONE, "an", "本人申请"))
    assert told["counts"]["incident"] == 1
