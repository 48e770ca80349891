"""Another subject adds its part of a case's card and its acts by one row in each table."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from dash import html

from callbacks.centre.cases import sections as doing
from callbacks.centre.cases.section import Section as Does
from callbacks.guarded import caller
from callbacks.office import Asked, Told
from domain.access.callers import Caller
from domain.centre.cases.case_file import CaseFile
from layouts.centre.cases import sections as drawing
from layouts.centre.cases.opened import Opened
from layouts.centre.cases.sections import Section
from layouts.office import ids, office
from layouts.reader import Reader
from tests.centre.the_centre import CLAIM, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("sections"))
    await made.start()
    yield made
    await made.stop()


class Trial:
    """A subject with a bell per case: who has rung it, and a button that rings."""

    def __init__(self) -> None:
        self.rung: list[tuple[str, str]] = []

    async def load(self, parts: Any, found: CaseFile, who: Caller) -> list[str]:
        """Who has rung."""
        return [by for code, by in self.rung if code == found.case.code]

    async def ring(self, parts: Any, asked: Asked, reader: Reader) -> Told:
        """What the button does: its operation asks for the case again."""
        found = await parts.cases.looking.one(asked.text("code"), caller())
        self.rung.append((found.case.code, caller().actor))
        return Told("响了")

    @staticmethod
    def draw(opened: Opened, rung: list[str]) -> Any:
        """What the card shows of it."""
        if opened.case.category == "medical":
            return None
        button = office.act("摇铃", ids.do("centre"), opened.asks("trial.ring"))
        return html.Div([html.Span(f"摇铃的人：{'、'.join(rung)}"), button])


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Trial:
    made = Trial()
    row = Section("trial", lambda _: "试铃", made.draw)
    does = Does("trial", made.load, {"trial.ring": made.ring})
    monkeypatch.setattr(drawing, "SECTIONS", (*drawing.SECTIONS, row))
    monkeypatch.setattr(doing, "SECTIONS", (*doing.SECTIONS, does))
    return made


async def test_a_row_in_each_table_draws_a_section_and_does_its_acts(
    centre: TheCentre, trial: Trial
):
    code = await centre.routed("trial")
    card = await centre.pressed("mediates", act="open", code=code)
    assert '"id": "case-trial"' in card
    assert "试铃" in card
    rung = await centre.pressed("mediates", act="trial.ring", code=code)
    assert "响了" in rung
    assert "摇铃的人：" in rung
    assert len(trial.rung) == 1
    assert trial.rung[0][1] in rung  # the card was drawn anew
    plain = await centre.routed("trial-none", category="medical")
    assert "case-trial" not in await centre.pressed("mediates", act="open", code=plain)


async def test_a_stranger_gets_no_section_and_does_nothing_there(centre: TheCentre, trial: Trial):
    code = await centre.routed("trial-stranger")
    for act in ("open", "trial.ring"):
        said = await centre.pressed("receives", act=act, code=code)
        assert "is-bad" in said
        assert "case-trial" not in said
        assert CLAIM not in said
    assert trial.rung == []


async def test_a_word_no_section_knows_is_refused(centre: TheCentre):
    assert "is-bad" in await centre.pressed("mediates", act="trial.ring")


async def test_the_two_tables_name_the_same_sections():
    assert [one.name for one in drawing.SECTIONS] == [one.name for one in doing.SECTIONS]
    names = [one.name for one in doing.SECTIONS]
    assert len(names) == len({*names})
    acts = [act for one in doing.SECTIONS for act in one.acts]
    assert len(acts) == len({*acts})
