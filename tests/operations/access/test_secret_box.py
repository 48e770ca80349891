import pytest

from operations.access.secret_box import SealedError, SecretBox
from tests.support.people import People


def test_what_is_sealed_opens_for_its_owner_and_its_key_only():
    box = SecretBox("key")
    kept = box.seal("JBSWY3DPEHPK3PXP", "a-1")
    assert "JBSWY" not in kept
    assert kept != box.seal("JBSWY3DPEHPK3PXP", "a-1")
    assert box.open(kept, "a-1") == "JBSWY3DPEHPK3PXP"
    for other, owner in ((box, "a-2"), (SecretBox("another"), "a-1")):
        with pytest.raises(SealedError):
            other.open(kept, owner)
    with pytest.raises(SealedError):
        box.open(kept[:-4] + "AAAA", "a-1")


def test_one_kept_before_secrets_were_sealed_still_opens():
    assert SecretBox("key").open("JBSWY3DPEHPK3PXP", "a-1") == "JBSWY3DPEHPK3PXP"


async def test_no_secret_of_a_second_factor_lies_open_in_the_database(tmp_path):
    people = People(tmp_path)
    await people.add("p-0417")
    signed = await people.sign_in("p-0417")
    visit = await people.visit(signed.token)
    secret = people.own.enrolment(visit).secret
    await people.own.confirm_enrolment(visit, people.code_of(secret), "here")
    people.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("facts.db*"))
    assert b"p-0417" in kept
    assert secret.encode() not in kept
