"""Every working page, declared once: a page that Dash draws in Python, with its forms and figures.

From a row follow the route's right (domain/access/routes.py), the layout and callbacks of the
path (layouts/, callbacks/), which scripts the page is sent and which headers it carries. The live
glass (the wall, a community, the desk) is drawn by the browser and stands in no row.

Source: docs/decisions/0080-working-pages.md
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

DEVICES = ("camera", "microphone", "geolocation", "payment")


@dataclass(frozen=True, slots=True)
class Headers:
    """What the browser of a page may use besides this server's own files.

    `devices` are words of `DEVICES`; the others are sources of the Content-Security-Policy, such
    as `blob:`.
    """

    devices: frozenset[str] = frozenset()
    media: tuple[str, ...] = ()
    workers: tuple[str, ...] = ()
    connect: tuple[str, ...] = ()


PLAIN = Headers()


@dataclass(frozen=True, slots=True)
class Page:
    """One working page.

    Attributes:
        name: by which layouts and callbacks list it; also `<html data-page>`.
        paths: as in `domain.access.ROUTES`; `{code}` is an area's, which must be the caller's.
        action: what the caller must be granted to open it.
        callbacks: its server callbacks, module and name, each with the action it needs.
        libraries: what it draws with, besides Dash's own: `graph` for charts, `mantine`, `ag_grid`.
        assets: folders of `assets/pages/` it loads.
        news: kinds of record whose changes its callbacks want to hear of; the browser hears of
            none but those its caller may see.
        headers: what differs from every other page.
        is_live: whether its browser opens the live socket; administrators see no fact.
        is_start: people begin there whose first place it is (`domain.access.STARTS`).
        tab: its name among the ways of its subject; empty where no way leads to it.
    """

    name: str
    paths: tuple[str, ...]
    action: str
    callbacks: Mapping[str, str] = field(default_factory=dict)
    libraries: frozenset[str] = frozenset()
    assets: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    headers: Headers = PLAIN
    is_live: bool = True
    is_start: bool = False
    tab: str = ""


# On every page of forms the ways between them and its title; in administration also the bell.
FRAME: Mapping[str, str] = {"office.draw_frame": "self", "office.ring": "self"}


def _forms(
    name: str,
    path: str,
    action: str,
    callbacks: Mapping[str, str],
    libraries: frozenset[str] = frozenset({"mantine"}),
    assets: tuple[str, ...] = (),
    *,
    news: tuple[str, ...] = (),
    is_start: bool = False,
    tab: str = "",
) -> Page:
    """A page of forms and tables: of administration or of the centre, without the live socket."""
    charts = ("plotly",) if "graph" in libraries else ()
    return Page(
        name=name,
        paths=(path,),
        action=action,
        callbacks=callbacks,
        libraries=libraries,
        assets=(*charts, "mantine", "office", *assets),
        news=news,
        is_live=False,
        is_start=is_start,
        tab=tab,
    )


# The one net, in the order of its tabs: each part of it adds its rows (docs/net.md).
NETS: tuple[Page, ...] = (
    _forms(
        "net",
        "/net",
        "net.see",
        {"board.show_board": "net.see"},
        assets=("centre",),
        is_start=True,
        tab="一张网",
    ),
    _forms(
        "net_people",
        "/net/people",
        "net.people.see",
        {
            "people.show_people": "net.people.see",
            "people.do_people": "net.people.see",
            "people.load_people": "net.people.manage",
        },
        assets=("centre",),
        tab="网格人员",
    ),
    _forms(
        "net_tasks",
        "/net/tasks",
        "tasks.see",
        {
            "tasks.show_tasks": "tasks.see",
            "tasks.do_tasks": "tasks.see",
            "tasks.load_places": "tasks.check",
        },
        assets=("centre", "uploads", "papers", "photos", "tasks"),
        tab="网格任务",
    ),
    _forms(
        "net_views",
        "/net/views",
        "net.views",
        {"views.show_views": "net.views", "views.do_views": "net.views"},
        assets=("centre",),
        tab="部门视图",
    ),
    _forms(
        "net_grid",
        "/net/grid/{code}",
        "net.see",
        {"grid.show_grid": "net.see"},
        assets=("centre",),
    ),
    _forms(
        "net_fusion",
        "/net/fusion",
        "net.fusion.see",
        {
            "fusion.show_fusion": "net.fusion.see",
            "fusion.do_fusion": "net.fusion.see",
            "fusion.load_beats": "net.fusion.manage",
        },
        assets=("centre",),
        tab="警网法网融合",
    ),
    _forms(
        "net_surveys",
        "/net/surveys",
        "net.surveys.see",
        {
            "surveys.show_surveys": "net.surveys.see",
            "surveys.do_surveys": "net.surveys.see",
        },
        assets=("centre",),
        tab="民意调查",
    ),
    _forms(
        "net_credit",
        "/net/credit",
        "credit.see",
        {
            "credit.show_credit": "credit.see",
            "credit.do_credit": "credit.see",
            "credit.tell_progress": "credit.see",
        },
        assets=("centre",),
        tab="积分与奖惩",
    ),
    _forms(
        "net_party",
        "/net/party",
        "party.see",
        {
            "party.show_party": "party.see",
            "party.do_party": "party.see",
            "party.load_organisations": "party.members",
            "party.load_members": "party.members",
        },
        libraries=frozenset({"graph", "mantine"}),
        assets=("centre", "uploads", "papers", "photos"),
        tab="党建与自治",
    ),
)
OFFICES: tuple[Page, ...] = (
    _forms(
        "overview",
        "/admin",
        "admin.see",
        {"overview.show_overview": "admin.see"},
        libraries=frozenset({"graph", "mantine"}),
        is_start=True,
    ),
    _forms("journal", "/admin/journal", "journal.read", {"journal.show_journal": "journal.read"}),
    _forms("feeds", "/admin/feeds", "devices.manage", {"machines.show_feeds": "devices.manage"}),
    _forms(
        "held",
        "/admin/held",
        "devices.manage",
        {"machines.show_held": "devices.manage", "machines.adopt": "devices.manage"},
    ),
    _forms(
        "maps",
        "/admin/maps",
        "settings.manage",
        {"machines.show_maps": "settings.manage", "machines.restore_map": "settings.manage"},
    ),
    _forms(
        "settings",
        "/admin/settings",
        "settings.manage",
        {"machines.show_settings": "settings.manage"},
    ),
    _forms(
        "accounts",
        "/admin/accounts",
        "accounts.manage",
        {
            "persons.show_accounts": "accounts.manage",
            "persons.do_accounts": "accounts.manage",
            "persons.redraw_account": "accounts.manage",
        },
    ),
    _forms(
        "alarms",
        "/admin/alarms",
        "accounts.manage",
        {"persons.show_alarms": "accounts.manage", "persons.see_alarm": "accounts.manage"},
    ),
    _forms(
        "privacy",
        "/admin/privacy",
        "privacy.manage",
        {
            "persons.show_privacy": "privacy.manage",
            "persons.do_privacy": "privacy.manage",
            "persons.redraw_found": "privacy.manage",
        },
    ),
    _forms(
        "walls",
        "/admin/walls",
        "devices.manage",
        {"screens.show_walls": "devices.manage", "screens.do_walls": "devices.manage"},
    ),
    _forms(
        "keys",
        "/admin/keys",
        "devices.manage",
        {"screens.show_keys": "devices.manage", "screens.do_keys": "devices.manage"},
    ),
    # Whoever takes calls may look; saving needs a right of its own, asked where it is kept.
    _forms(
        "checklists",
        "/admin/checklists",
        "checklists.see",
        {
            "checklists.show_checklists": "checklists.see",
            "checklists.do_checklists": "settings.manage",
        },
        assets=("lines",),
    ),
    _forms(
        "run_cards",
        "/admin/run-cards",
        "checklists.see",
        {
            "run_cards.show_run_cards": "checklists.see",
            "run_cards.do_run_cards": "settings.manage",
        },
        assets=("lines",),
    ),
)
PAGES: tuple[Page, ...] = (
    Page(
        name="area",
        paths=("/area/{code}",),
        action="area.see",
        callbacks={
            "area.show_area": "area.see",
            "area.choose": "area.see",
            "area.tell_changed": "area.see",
            "area_rows.show_rows": "area.see",
            "area_rows.open_bar": "area.see",
            "area_rows.narrow": "area.see",
        },
        libraries=frozenset({"graph", "mantine"}),
        assets=("plotly", "mantine", "area"),
        news=("incident",),
    ),
    Page(
        name="brief",
        paths=("/brief", "/brief/{day}"),
        action="area.see",
        callbacks={"brief.show_brief": "area.see"},
        assets=("brief",),
    ),
    _forms(
        name="centre",
        path="/centre",
        action="cases.see",
        callbacks={
            "cases.show_queue": "cases.see",
            "cases.do_case": "cases.see",
            "cases.redraw_case": "cases.see",
            "cases.hear_intake": "cases.register",
        },
        assets=("centre", "uploads", "papers"),
        is_start=True,
    ),
    _forms(
        name="rota",
        path="/centre/rota",
        action="rota.see",
        callbacks={
            "rota.show_rota": "rota.see",
            "rota.do_rota": "rota.see",
            "rota.redraw_duty": "rota.see",
            "rota.load_rota": "rota.write",
        },
        assets=("centre", "centre_rows"),
    ),
    _forms(
        name="premises",
        path="/centre/premises",
        action="centre.premises",
        callbacks={
            "editing.show_premises": "centre.premises",
            "editing.do_premises": "centre.premises",
        },
    ),
    _forms(
        name="disposals",
        path="/centre/keeping",
        action="cases.dispose",
        callbacks={
            "disposals.show_disposals": "cases.dispose",
            "disposals.do_disposals": "cases.dispose",
        },
    ),
    _forms(
        name="queue",
        path="/centre/queue",
        action="queue.call",
        callbacks={"queue.show_window": "queue.call", "queue.do_window": "queue.call"},
        assets=("board", "queue"),
        news=("ticket",),
    ),
    _forms(
        name="centre_figures",
        path="/centre/figures",
        action="centre.figures",
        callbacks={
            "figures.show_figures": "centre.figures",
            "figures.do_figures": "centre.figures",
            "figures.redraw_rows": "centre.figures",
        },
        libraries=frozenset({"graph", "mantine"}),
        assets=("centre",),
    ),
    _forms(
        name="firms",
        path="/centre/firms",
        action="firms.see",
        callbacks={
            "firms.show_firms": "firms.see",
            "firms.do_firms": "firms.see",
            "firms.redraw_firm": "firms.see",
            "firms.load_firms": "firms.run",
        },
        assets=("centre",),
        is_start=True,
    ),
    _forms(
        name="mediators",
        path="/centre/mediators",
        action="mediators.see",
        callbacks={
            "mediators.show_pool": "mediators.see",
            "mediators.do_mediator": "mediators.see",
            "mediators.redraw_mediator": "mediators.see",
            "mediators.load_pool": "mediators.manage",
        },
        assets=("centre",),
    ),
    _forms(
        name="advice",
        path="/centre/advice",
        action="advice.see",
        callbacks={"advice.show_advice": "advice.see", "advice.do_advice": "advice.see"},
        assets=("centre",),
        is_start=True,
    ),
    *NETS,
    *OFFICES,
)


CENTRES = tuple(page for page in PAGES if page.paths[0].startswith("/centre"))


@dataclass(frozen=True, slots=True)
class Found:
    """A page and what its path names, such as a code or a day."""

    page: Page
    named: Mapping[str, str]


def page_at(path: str) -> Found | None:
    """The working page at a path; None where the browser draws, and where nothing is."""
    plain = path.rstrip("/") or "/"
    for page in PAGES:
        for pattern in page.paths:
            if match := _pattern(pattern).fullmatch(plain):
                return Found(page, match.groupdict())
    return None


def examples() -> list[str]:
    """An address of each page, whatever its code or day."""
    return [re.sub(r"\{\w+\}", "0", page.paths[0]) for page in PAGES]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{\w+\})", text)
    made = (
        f"(?P<{piece[1:-1]}>[^/]{{1,40}})" if piece.startswith("{") else re.escape(piece)
        for piece in pieces
    )
    return re.compile("".join(made))
