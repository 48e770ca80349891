"""One working page: what is declared of it.

From a row follow the route's right (domain/access/routes.py), the layout and callbacks of the
path (layouts/, callbacks/), which scripts the page is sent and which headers it carries.

Source: docs/decisions/0080-working-pages.md
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

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


def forms(
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
