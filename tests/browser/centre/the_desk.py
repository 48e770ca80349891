"""The centre's people at their desks, each with a page of their own, and what they do on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from domain.centre.papers.dossier import ITEMS
from tools.running import RunningServer

CODE = re.compile(r"LS\d{8}-\d{2}-\d{4}-\d")


class Desk:
    """Somebody in front of /centre, whose page is opened when it is first looked at.

    Args:
        context: of a browser, signed in.
        thrown: what a page throws is added here.
    """

    def __init__(self, context: BrowserContext, url: str, thrown: list[str]) -> None:
        self._context, self.url, self._thrown = context, url, thrown

    @classmethod
    def at(cls, page: Page, url: str) -> "Desk":
        """Somebody whose page is open."""
        desk = cls(page.context, url, [])
        desk.page = page
        return desk

    @cached_property
    def page(self) -> Page:
        page = self._context.new_page()
        page.on("pageerror", lambda error: self._thrown.append(str(error)))
        _sit_down(page, self.url)
        return page

    def sit_down(self) -> None:
        """Open the page, anew if it was."""
        if "page" in self.__dict__:
            _sit_down(self.page, self.url)
        else:
            _ = self.page

    def said(self, words: str) -> None:
        """Wait until the page says so."""
        expect(self.page.locator("#centre-says")).to_contain_text(words)

    def take_in(self, claim: str, parties: list[dict[str, str]], **fields: str) -> str:
        """Type a case and send it; its code."""
        self.page.keyboard.press("Alt+n")
        form = self.page.locator(".case-intake form")
        expect(form).to_be_visible()
        for n, party in enumerate(parties, 1):
            row = form.locator(".case-party").nth(n)
            for label in ("身份", "性质"):
                if label in party:
                    self.choose(row, label, party[label])
            for name in ("name", "phone", "id"):
                if name in party:
                    row.locator(f"input[name={name}-{n}]").fill(party[name])
        form.locator("textarea[name=claim]").fill(claim)
        for name in ("amount", "people_count", "known_on"):
            if name in fields:
                form.locator(f"input[name={name}]").fill(fields[name])
        for label in ("类型（可打首字母）", "事项性质"):
            if label in fields:
                self.choose(form, label, fields[label])
        if "flags" in fields:
            self.several(form, "特别标记", fields["flags"])
        with self.page.expect_response(_is_act):
            self.page.keyboard.press("Control+Enter")
        self.said("已登记")
        found = CODE.search(self.page.locator("#centre-says").inner_text())
        assert found
        return found[0]

    def brings(self, claim: str, *names: str, **said: Any) -> str:
        """Take a case in as the form does, which is typed into elsewhere; its code."""
        body: dict[str, Any] = {
            "key": uuid4().hex,  # what a first attempt brought is not brought again
            "claim": claim,
            "window": "01",
            "category": "neighbours",
            "parties": [
                {"name": name, "role": "respondent" if n else "applicant"}
                for n, name in enumerate(names)
            ],
        }
        answer = self._context.request.post(
            f"{self.url}/api/v1/cases", data=body | said, headers={"Origin": self.url}
        )
        assert answer.ok, answer.text()
        return str(answer.json()["code"])

    def open(self, code: str) -> Locator:
        """Look a case up by its code and open it."""
        shut = self.page.locator(".case-card").get_by_role("button", name="关闭", exact=True)
        if shut.count():  # what was drawn before is not taken for what is opened now
            with self.page.expect_response(_is_act):
                shut.click()
            expect(self.page.locator(".case-card")).to_have_count(0)
        search = self.page.locator(".case-find input")
        row = self.page.locator("button.case-row", has_text=code)
        rows = self.page.locator("button.case-row")
        is_found = search.input_value() == code and rows.count() == 1 and row.count() == 1
        if not is_found:
            search.fill(code)
            search.press("Enter")
        expect(row).to_have_count(1)
        expect(rows).to_have_count(1)  # it alone: no more is drawn
        row.click()
        card = self.page.locator(".case-card")
        expect(card.locator(".case-code")).to_have_text(code)
        return card

    def step(self, code: str, name: str, **fields: str) -> None:
        """Take a step of a case by its form; the fields are named as they are sent."""
        self.does(code, name, "已办理", **fields)

    def does(self, code: str, name: str, words: str, **fields: str) -> None:
        """Send a form of a card, and wait until the page says so."""
        self._send(code, name, fields)
        self.said(words)

    def posts(self, code: str, step: str, **fields: str | int) -> str:
        """Take a step as its form does, without the form, which is looked at elsewhere.

        A form that is opened, filled and drawn again costs seconds of a processor. What stage the
        case has then.
        """
        answer = self._context.request.post(
            f"{self.url}/api/v1/cases/{code}/steps",
            data={"step": step, **fields},
            headers={"Origin": self.url},
        )
        assert answer.ok, answer.text()
        return str(answer.json()["stage"])

    def files(self, code: str, *papers: str) -> None:
        """File papers: the first by the form, the others as the form does."""
        self.step(code, "材料入卷", 材料=papers[0])
        self.posts_papers(code, *papers[1:])

    def posts_papers(self, code: str, *papers: str) -> None:
        """File papers as the form does."""
        named = {item.name: paper for paper, item in ITEMS.items()}
        for name in papers:
            self.posts(code, "paper", paper=named[name].value)

    def refused(self, code: str, name: str, words: str, **fields: str) -> None:
        """A step that is refused with a sentence."""
        self._send(code, name, fields)
        self.said(words)

    def _send(self, code: str, name: str, fields: dict[str, str]) -> None:
        form = self.form(code, name)
        for field, value in fields.items():
            self._fill(form, field, value)
        self.sends(form)

    def form(self, code: str, name: str) -> Locator:
        """The form of a step on the card of a case, unfolded."""
        card = self.open(code)
        heading = self.page.locator(f"summary:text-is('{name}')")
        step = card.locator("details.case-step", has=heading)
        others = card.locator("details.case-others > summary")
        expect(step.or_(others).filter(visible=True).first).to_be_visible()
        if not step.is_visible():
            others.click()
        if step.get_attribute("open") is None:
            step.locator("summary").click()
        return step.locator("form")

    def sends(self, form: Locator) -> None:
        """Send a form, and wait until it was answered."""
        with self.page.expect_response(_is_act):
            form.locator("button[type=submit]").click()

    def _fill(self, form: Locator, field: str, value: str) -> None:
        """A field by the name it is sent by; a list by its label, which no name is."""
        if not field.isascii():
            self.choose(form, field, value)
        elif form.locator(f"input[type=radio][name={field}]").count():
            form.locator(f"input[type=radio][name={field}][value={value}]").check()
        else:
            form.locator(f":is(input, textarea)[name={field}]").fill(value)

    def choose(self, form: Locator, label: str, shown: str) -> None:
        """Choose from a list by its label."""
        form.get_by_label(label, exact=False).first.click()
        self.page.locator("[role=option]:visible", has_text=shown).first.click()

    def several(self, form: Locator, label: str, shown: str) -> None:
        """Mark several of a list by its label."""
        form.get_by_label(label, exact=False).first.click()
        for one in shown.split(","):
            self.page.locator("[role=option]:visible", has_text=one).first.click()
        self.page.keyboard.press("Escape")

    def match(self, code: str, chair: int | None = None) -> None:
        """Choose the first mediator who fits; of two the first chairs."""
        match = self.open(code).locator("#match")
        match.locator("summary").first.click()
        form = match.locator("form").first
        if chair is not None:
            self.nth(form, "第二名调解员", 2)
            self.nth(form, "主持人", chair)
        with self.page.expect_response(_is_act):
            form.get_by_role("button", name="选定", exact=True).click()
        self.said("已选定调解员")

    def nth(self, form: Locator, label: str, at: int) -> None:
        """Choose from a list by its place in it."""
        form.get_by_label(label, exact=False).first.click()
        self.page.locator("[role=option]:visible").nth(at).click()

    def prints(self, code: str, filed: str) -> set[str]:
        """Make one paper of a case by its button, and print it and one that is offered.

        That every paper prints is seen in tests/centre/papers.
        """
        offered = self.offers(code)
        section = self.page.locator(".case-card .papers")
        making = section.locator("details", has=self.page.locator("summary:text-is('生成文书')"))
        making.locator("summary").click()
        making.get_by_role("textbox", name="文书", exact=True).click()
        self.page.get_by_role("option", name=filed, exact=True).click()
        with self.page.expect_response(_is_act):
            making.get_by_role("button", name="生成并入卷").click()
        self.said("文书已生成并入卷")
        made = section.locator(".papers-row a.link").filter(has_text=filed)
        links = section.locator(".papers-forms a.link")
        for paper in (*made.all(), links.first):
            answer = self.page.request.get(f"{self.url}{paper.get_attribute('href')}")
            assert answer.body().startswith(b"%PDF-"), paper.text_content()
        return offered

    def offers(self, code: str) -> set[str]:
        """The papers of a case that may be printed."""
        links = self.open(code).locator(".papers .papers-forms a.link")
        expect(links.first).to_be_attached()
        return {one.text_content() or "" for one in links.all()}

    def stage(self, code: str) -> str:
        """Where a case stands, as its track shows it."""
        return self.open(code).locator(".case-track [aria-current=step]").inner_text()


def _sit_down(page: Page, url: str) -> None:
    page.goto(f"{url}/centre")
    expect(page.locator(".case-views")).to_be_visible()


def _is_act(response: Response) -> bool:
    """Whether this is what the page answers to something that was sent on it."""
    return "centre-do.data" in (response.request.post_data or "")


DESK_SIZE = {"width": 1366, "height": 768}


class Desks(dict[str, Desk]):
    """Desks by the names of who sits there; each is opened when it is first asked for."""

    def __init__(
        self, chromium: Browser, server: RunningServer, size: Any, roles: dict[str, str]
    ) -> None:
        super().__init__()
        self._chromium, self._server, self._size, self._roles = chromium, server, size, roles
        self.contexts: list[BrowserContext] = []
        self.thrown: list[str] = []

    def left_alone(self) -> None:
        """Whatever a page has thrown since it was last asked fails the test."""
        thrown, self.thrown[:] = self.thrown[:], []
        assert thrown == []

    def __missing__(self, name: str) -> Desk:
        """Give somebody a desk."""
        role, _, department = self._roles[name].partition("@")
        context = self._chromium.new_context(viewport=self._size, locale="zh-CN")
        self.contexts.append(context)
        signed_in = self._server.sign_in(role, name, department)
        cookie: Any = {"name": "onescreen", "value": signed_in, "url": self._server.url}
        context.add_cookies([cookie])
        desk = self[name] = Desk(context, self._server.url, self.thrown)
        return desk


@contextmanager
def desks(
    chromium: Browser, server: RunningServer, size: Any = DESK_SIZE, **roles: str
) -> Iterator[Desks]:
    """A desk for each name, of a role; whatever a page throws fails the test."""
    made = Desks(chromium, server, size, roles)
    try:
        yield made
    finally:
        for context in made.contexts:
            context.close()
    made.left_alone()


def kept_desks(chromium: Browser, server: RunningServer, **roles: str) -> Iterator[Desks]:
    """Desks for all tests of a file: to sit down takes longer than a step.

    Each test opens cases of its own, and shuts what was open before.
    """
    with desks(chromium, server, **roles) as made:
        yield made
