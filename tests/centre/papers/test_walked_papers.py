"""Each matter that is walked prints every paper it can have, whole, headed, numbered and filled."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from domain.centre.papers.forms import FORMS, PaperForm
from tests.centre.papers.paper_facts import pages_of
from tests.centre.papers.walks import HEADING, WALKS, Walked
from tests.centre.the_centre import CASES, TheCentre

pytestmark = pytest.mark.asyncio(loop_scope="module")
# A page that begins with a line to sign: nobody signs a page that says nothing.
BARE_SIGNATURES = re.compile(
    "(申请人|被申请人|人民调解员|收款人|登记人|被调查人)[^，。：]{0,30}（签名"
)
# Papers that need no name of the parties.
NAMELESS = {PaperForm.INQUIRY, PaperForm.DOSSIER_NOTE}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TheCentre]:
    made = TheCentre(tmp_path_factory.mktemp("walked"))
    await made.start()
    yield made
    await made.stop()


def plain(words: str) -> str:
    return "".join(words.split())


async def papers(centre: TheCentre, walked: Walked) -> dict[str, Any]:
    found = await centre.call("GET", f"{CASES}/{walked.code}/papers", walked.prints)
    told: dict[str, Any] = centre.json(found)
    return told


async def filed(centre: TheCentre, walked: Walked, **body: Any) -> dict[str, Any]:
    path = f"{CASES}/{walked.code}/papers"
    made: dict[str, Any] = centre.json(await centre.call("POST", path, walked.prints, body), 201)
    return made


async def pages_kept(centre: TheCentre, walked: Walked, paper: dict[str, Any]) -> list[str]:
    """The words of each page of a paper that was filed."""
    path = f"{CASES}/{walked.code}/files/{paper['file_id']}"
    answer = await centre.call("GET", path, walked.prints)
    assert answer.status == 200, answer.body[:200]
    return pages_of(answer.body)


async def exported(centre: TheCentre, walked: Walked) -> list[str]:
    """The words of each page of the whole dossier."""
    path = f"{CASES}/{walked.code}/dossier"
    begun = centre.json(await centre.call("POST", path, walked.prints, {}), 202)
    for _ in range(600):
        now = await _state(centre, walked, path, begun)
        if now["state"] != "running":
            break
        await asyncio.sleep(0.05)
    assert now["state"] == "done", now
    answer = await centre.call("GET", now["url"], walked.prints)
    pages = pages_of(answer.body)
    assert len(pages) == now["pages"]
    return pages


async def _state(centre: TheCentre, walked: Walked, path: str, begun: dict[str, Any]) -> Any:
    return centre.json(await centre.call("GET", f"{path}/{begun['export_id']}", walked.prints))


def check_form(form: PaperForm, pages: list[str], walked: Walked) -> None:
    """Headed, numbered, naming everybody, and telling all the case has for it."""
    told = "".join(pages)
    assert pages[0].startswith(plain(HEADING)), form
    assert plain(FORMS[form].name) in pages[0], form
    for at, page in enumerate(pages, 1):
        assert f"第{at}页共{len(pages)}页" in page, form
        assert not BARE_SIGNATURES.match(page), (form, page)
        assert walked.code in page, form
    if form not in NAMELESS:
        for name in walked.names:
            assert name in told, (form, name)
    for words in walked.tells.get(form, ()):
        assert plain(words) in told, (form, words)
    if FORMS[form].copies_to_parties:
        for secret in walked.never:
            assert secret not in told, (form, secret)


@pytest.mark.parametrize("name", WALKS)
async def test_a_walked_matter_prints_and_exports_every_paper(centre: TheCentre, name: str) -> None:
    walked = await WALKS[name](centre)
    forms = [PaperForm(one) for one in (await papers(centre, walked))["forms"]]
    assert set(walked.tells) <= set(forms)
    counts: dict[PaperForm, int] = {}
    for form in forms:
        own = dict(walked.own.get(form, {}))
        made = await filed(centre, walked, how="printed", form=form.value, own=own)
        check_form(form, await pages_kept(centre, walked, made), walked)
        unfiled = await centre.call(
            "GET", f"{CASES}/{walked.code}/papers/{form.value}.pdf", walked.prints
        )
        assert plain(FORMS[form].name) in pages_of(unfiled.body)[0]
        counts[form] = made["pages"]
    await filed(centre, walked, how="handed_over", item="identity", note="身份证")
    for item in walked.signed:
        await filed(centre, walked, how="handed_over", item=item.value, note="签字原件")
    view = await papers(centre, walked)
    assert [one["item"] for one in view["items"] if one["is_must"] and not one["is_there"]] == []

    pages = await exported(centre, walked)
    cover, behind = pages[0], pages[-1]
    for words in (*walked.names, *walked.cover, walked.code):
        assert plain(words) in cover, words
    first = next(at for at, page in enumerate(pages) if "1/" in page and "卷内目录" not in page)
    index = "".join(pages[1:first])
    total = sum(counts.values())
    for at, page in enumerate(pages[first:], 1):
        assert f"{at}/{total + 1}" in page
    at = 0
    for one in view["papers"]:
        if one["form"] is None:
            continue
        form = PaperForm(one["form"])
        where = f"{at + 1}" if counts[form] == 1 else f"{at + 1}—{at + counts[form]}"
        assert f"{plain(FORMS[form].name)}{where}" in index, (form, index)
        assert plain(FORMS[form].name) in pages[first + at], form
        at += counts[form]
    assert at == total
    assert f"本卷页数{total}页" in behind
    assert "缺少材料无" in behind
