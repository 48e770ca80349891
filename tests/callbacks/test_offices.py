"""What the pages of administration make of what the browser says, and of refusals."""

import pytest
from dash import no_update

from callbacks import office
from callbacks.upkeep.journal import question_of, read_asked
from catalogues import read_catalogues
from domain.errors import InvalidError, NotFoundError
from layouts.office import office as drawing
from layouts.reader import Reader

CATALOGUES = read_catalogues()
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize("held", [None, 3, "x", [], {"act": 5, "seq": "9"}])
def test_whatever_the_browser_says_is_read_as_nothing(held):
    asked = office.Asked(held)
    assert (asked.act, asked.text("name"), asked.whole("seq")) == ("", "", 0)


def test_a_null_character_is_refused():
    with pytest.raises(InvalidError):
        office.Asked({"name": "a\x00"}).text("name")


async def test_a_refusal_is_said_in_the_readers_language_and_nothing_is_drawn_anew():
    async def run(_asked, _reader):
        raise NotFoundError(says="no_account", field="name")

    for language, says in (("zh", "没有这个账号"), ("en", "There is no such account")):
        reader = Reader(CATALOGUES.words(language))
        told = await office.acted(run, {"act": "open"}, reader)
        assert told["says"].children == says
        assert told["done"] is no_update
        assert told["card"] is no_update


async def test_what_was_drawn_anew_has_asked_for_nothing():
    async def run(_asked, _reader):
        raise AssertionError

    told = await office.acted(run, None, Reader(CATALOGUES.words("zh")))
    assert set(told.values()) == {no_update}


def test_a_moment_of_a_form_is_the_districts():
    held = read_asked({"since": "2026-11-28 08:00:00", "kind": "all", "actor": "zhang"})
    assert question_of(held, ZONE) == {"since": "2026-11-28T08:00:00+08:00", "actor": "zhang"}
    with pytest.raises(InvalidError):
        question_of(read_asked({"until": "noon"}), ZONE)


def test_at_first_the_record_shows_every_act():
    assert question_of(read_asked(None), ZONE) == {"kind": "acts"}


def test_tabs_are_those_the_reader_may_open():
    words = CATALOGUES.words("zh")
    mine = drawing.tabs("/admin/accounts/", {"admin.see", "accounts.manage"}, words)
    assert [one.href for one in mine] == ["/admin", "/admin/accounts", "/admin/alarms"]
    here = [one.href for one in mine if getattr(one, "aria-current", None) == "page"]
    assert here == ["/admin/accounts"]
