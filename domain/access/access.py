"""Who may do what: one table of roles, and one of everything that can be asked for.

Access is role × area subtree × department. A role is granted actions (`GRANTS`); every route and
socket (`ROUTES`), message (`MESSAGES`) and callback (`CALLBACKS`) needs one of them. What stands in
no table is refused. Pure: the gate (api/access/gate.py), the callbacks and the operations ask the
same.

Source: docs/decisions/0010-one-table-of-access.md
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from domain.access.callers import Caller
from domain.access.public_doors import PUBLIC
from domain.codes.area_codes import contains
from domain.errors import RefusedError
from domain.pages import FRAME, PAGES

# Who works at the dispute centre; its mediators have the role mediation, its leaders are leaders.
CENTRE = ("window_clerk", "duty_clerk", "body_officer", "case_reviewer", "study_secretary")
# Who takes sealed reports (检举控告) further; of other cases the role sees none.
DISCIPLINE = "discipline_officer"
_LONGEST_KEPT = 100
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
PEOPLE = (
    "dispatcher", "leader", "department", "village", "grid_worker", "police", "mediation",
    *CENTRE, DISCIPLINE, "partner", "firm_contact", *sorted(ADMINISTRATORS),
)  # fmt: skip
# A machine with a key of its own: it may do what its key lists, and nothing else.
KEY = "key"
# The hall screen and the ticket kiosk of the dispute centre show their one page each.
SHOWN = ("wall", "hall", "kiosk")
DEVICES = (*SHOWN, "feed", "machine", KEY)
ROLES = (*PEOPLE, *DEVICES)
# A phone in a pocket: same accounts, short idle. Mediators sit at the centre's desks: the record of
# an hour's session is not lost to a phone's half hour.
PHONE_ROLES = frozenset({"village", "grid_worker", "police"})

# The API reads its own codes and ids and names the one that is wrong.
_ODD = re.compile(r"//|/\.{1,2}(?:/|$)|\\|^(?!/api/).*[\x00-\x1f\x7f]", re.DOTALL)
_AT_WORK = frozenset({"dispatcher", "leader", "department", "mediation", *PHONE_ROLES})
_SCREENS = _AT_WORK | {"wall"}
_SIGNED_IN = frozenset(PEOPLE)
OPEN = "open"  # needs no sign-in at all
# What a machine's own key may list. No role is granted anything by having such a key.
KEY_RIGHTS = frozenset({"facts.read", "facts.write", "feed.send", "metrics.read", "cases.register"})
# Of these no area can be cut out: a key that lists one is a key of the whole district.
WHOLE_DISTRICT_RIGHTS = frozenset({"facts.write", "feed.send", "metrics.read", "cases.register"})

# action → the roles that are granted it.
GRANTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "self": _SIGNED_IN,  # one's own password, second factor and sessions
        "shell.see": _SIGNED_IN | {"wall"},
        "map.see": _SIGNED_IN | {"wall"},
        "live.see": _SCREENS,
        "area.see": _SCREENS,
        "facts.read": _AT_WORK | {"machine"},
        "facts.write": frozenset({"machine"}),
        "feed.send": frozenset({"machine", "feed"}),
        "desk.see": frozenset({"dispatcher", "leader", "department"}),
        "files.use": frozenset(
            {"dispatcher", "leader", "department", "mediation", *CENTRE, DISCIPLINE}
        ),
        "checklists.see": frozenset({"dispatcher", "leader", "department", "system_admin"}),
        "desk.act": frozenset({"dispatcher"}),
        # taking an incident further: a department what it owns (domain/desk/desk_rights.py)
        "handle": frozenset({"dispatcher", "department"}),
        "wall.arrange": frozenset({"dispatcher", "leader"}),
        "export": frozenset({"dispatcher", "leader", "department"}),
        "reveal": frozenset({"dispatcher"}),
        "walls.pair": frozenset({"dispatcher", "system_admin"}),
        # cases: which of them, each case says itself; which steps, domain/centre/cases/stages.py
        "cases.see": frozenset({*CENTRE, DISCIPLINE, "mediation", "leader"}),
        "cases.step": frozenset({*CENTRE, DISCIPLINE, "mediation", "leader"}),
        "centre.figures": frozenset({*CENTRE, "mediation", "leader"}),
        "cases.hold": frozenset({"duty_clerk", DISCIPLINE}),
        "cases.dispose": frozenset({"duty_clerk", DISCIPLINE}),
        # the enterprise station: which firms, each says itself
        "firms.see": frozenset({"firm_contact", "duty_clerk", "body_officer", "leader"}),
        "firms.run": frozenset({"firm_contact", "duty_clerk"}),
        "firms.figures": frozenset({"firm_contact", "duty_clerk", "leader"}),
        "cases.register": frozenset({"window_clerk", "duty_clerk", "machine"}),
        # the pool of mediators; who is matched to a case is asked of the case as well
        "mediators.see": frozenset({*CENTRE, "leader"}),
        "mediators.manage": frozenset({"duty_clerk"}),
        # opinions before a decision are asked for; an outside partner sees what names them alone
        "opinions.see": frozenset({"duty_clerk", "body_officer", "leader"}),
        "advice.see": frozenset({"duty_clerk", "body_officer", "leader", "partner"}),
        "advice.give": frozenset({"partner"}),
        "queue.see": frozenset({*CENTRE, "hall", "kiosk"}),
        "queue.hall": frozenset({*CENTRE, "hall"}),
        "queue.take": frozenset({"window_clerk", "duty_clerk", "kiosk"}),
        "queue.call": frozenset(CENTRE),
        "rota.see": frozenset({*CENTRE, "mediation", "leader"}),
        "rota.write": frozenset({"duty_clerk"}),
        "centre.edit": frozenset({"duty_clerk"}),
        "centre.premises": frozenset({"duty_clerk", "security_admin"}),
        # who sees sealed reports is decided by none of those who take them in
        "centre.seal": frozenset({"security_admin"}),
        "admin.see": ADMINISTRATORS,
        "metrics.read": frozenset({"system_admin", "machine"}),
        "devices.manage": frozenset({"system_admin"}),
        "settings.manage": frozenset({"system_admin"}),
        "accounts.manage": frozenset({"security_admin"}),
        "privacy.manage": frozenset({"security_admin"}),
        "journal.read": frozenset({"audit_admin"}),
    }
)

# Routes: "METHOD path" → action. `{name}` is one segment, `{code}` an
# area's, which must lie in the caller's own; `**` any rest; READ is GET and HEAD,
# WRITE every other method. The first that fits counts.
ROUTES: tuple[tuple[str, str], ...] = (
    ("READ /healthz", OPEN),
    ("READ /metrics", "metrics.read"),
    # the entrance
    ("READ /login", OPEN),
    ("WRITE /login", OPEN),
    ("READ /login/code", OPEN),
    ("WRITE /login/code", OPEN),
    ("READ /login/oidc", OPEN),
    ("READ /login/oidc/callback", OPEN),
    ("READ /logout", OPEN),
    ("WRITE /logout", OPEN),
    ("READ /pair", OPEN),
    ("WRITE /pair", OPEN),
    ("READ /assets/favicon.ico", OPEN),
    ("READ /assets/00_tokens.css", OPEN),
    ("READ /assets/01_fonts.css", OPEN),
    ("READ /assets/fonts/**", OPEN),
    ("READ /assets/pages/entrance/**", OPEN),
    ("READ /assets/pages/board/**", "queue.see"),
    ("READ /assets/pages/hall/**", "queue.hall"),
    ("READ /assets/pages/kiosk/**", "queue.take"),
    ("READ /account", "self"),
    ("READ /account/**", "self"),
    ("WRITE /account/**", "self"),
    # pages, and what draws them
    ("READ /", "live.see"),
    ("READ /community/{code}", "area.see"),
    ("READ /desk", "desk.see"),
    ("READ /desk/**", "desk.see"),
    ("READ /design", "shell.see"),
    ("READ /wall", "live.see"),
    ("READ /wall/**", "live.see"),
    ("READ /brief/{day}.pdf", "export"),
    ("READ /brief/{day}.json", "area.see"),
    *((f"READ {path}", page.action) for page in PAGES for path in page.paths),
    *((door, OPEN) for page in PUBLIC for door in page.doors),
    ("READ /docs", "admin.see"),
    ("READ /openapi.json", "admin.see"),
    ("READ /admin/**", "admin.see"),
    ("READ /assets/**", "shell.see"),
    ("READ /_dash-component-suites/**", "shell.see"),
    ("READ /_dash-layout", "shell.see"),
    ("READ /_dash-dependencies", "shell.see"),
    ("READ /_reload-hash", "shell.see"),
    ("READ /_favicon.ico", "shell.see"),
    ("WRITE /_dash-update-component", "shell.see"),  # each callback needs its own action besides
    ("READ /map/**", "map.see"),
    ("READ /basemap/**", "map.see"),
    # sockets
    ("SOCKET /ws/live", "live.see"),
    ("SOCKET /ws/coverage", "area.see"),
    ("SOCKET /ws/queue", "queue.see"),
    ("SOCKET /ingest/ws", "feed.send"),
    ("SOCKET /ingest/ws/{key}", "feed.send"),
    # machines
    ("READ /ingest/**", "feed.send"),
    ("WRITE /ingest/**", "feed.send"),
    ("READ /api/v1/incidents", "facts.read"),
    ("READ /api/v1/reports", "facts.read"),
    ("READ /api/v1/incidents/{number}", "facts.read"),
    ("WRITE /api/v1/incidents", "facts.write"),
    ("WRITE /api/v1/incidents/{number}", "facts.write"),
    ("READ /api/v1/units/{unit_id}", "facts.read"),
    ("WRITE /api/v1/units/{unit_id}", "facts.write"),
    ("READ /api/v1/areas/{code}/statistics/table.xlsx", "export"),
    ("READ /api/v1/areas/{code}/statistics/page.pdf", "export"),
    ("READ /api/v1/areas/{code}/statistics/rows.csv", "export"),
    ("READ /api/v1/areas/{code}", "facts.read"),
    ("READ /api/v1/areas/{code}/**", "facts.read"),
    ("READ /api/v1/nearest", "facts.read"),
    # the dispute centre
    ("WRITE /api/v1/cases", "cases.register"),
    ("READ /api/v1/cases", "cases.see"),
    ("READ /api/v1/cases.csv", "cases.see"),
    ("READ /api/v1/cases.xlsx", "cases.see"),
    ("READ /api/v1/cases/{code_of_case}", "cases.see"),
    ("READ /api/v1/cases/{code_of_case}/slip.pdf", "cases.see"),
    ("WRITE /api/v1/cases/{code_of_case}/steps", "cases.step"),
    ("READ /api/v1/cases/{code_of_case}/papers", "cases.see"),
    ("WRITE /api/v1/cases/{code_of_case}/papers", "cases.step"),
    ("READ /api/v1/cases/{code_of_case}/papers/{form}.pdf", "cases.see"),
    ("WRITE /api/v1/cases/{code_of_case}/papers/{paper_id}/removal", "cases.step"),
    ("WRITE /api/v1/cases/{code_of_case}/papers/{paper_id}/signatures", "cases.step"),
    ("READ /api/v1/cases/{code_of_case}/files/{file_id}", "cases.see"),
    ("WRITE /api/v1/cases/{code_of_case}/numbers", "cases.step"),
    ("WRITE /api/v1/cases/{code_of_case}/dossier", "cases.see"),
    ("READ /api/v1/cases/{code_of_case}/dossier/{export_id}", "cases.see"),
    ("READ /api/v1/cases/{code_of_case}/dossier/{export_id}/dossier.pdf", "cases.see"),
    ("WRITE /api/v1/cases/{code_of_case}/slips", "cases.step"),
    ("WRITE /api/v1/cases/{code_of_case}/slips/revocation", "cases.step"),
    ("READ /api/v1/centre", "cases.see"),
    ("READ /api/v1/cases/{code_of_case}/matching", "cases.step"),
    ("WRITE /api/v1/cases/{code_of_case}/choices", "cases.step"),
    ("READ /api/v1/cases/{code_of_case}/sessions", "cases.see"),
    ("WRITE /api/v1/cases/{code_of_case}/sessions", "cases.step"),
    ("WRITE /api/v1/cases/{code_of_case}/sessions/{session_id}/record", "cases.step"),
    ("WRITE /api/v1/cases/{code_of_case}/sessions/{session_id}/cancellation", "cases.step"),
    ("READ /api/v1/cases/{code_of_case}/agreement", "cases.see"),
    ("WRITE /api/v1/cases/{code_of_case}/agreement", "cases.step"),
    ("READ /api/v1/cases/{code_of_case}/bookings", "cases.see"),
    ("WRITE /api/v1/cases/{code_of_case}/bookings", "cases.step"),
    ("READ /api/v1/centre/bookings", "cases.see"),
    ("WRITE /api/v1/centre/bookings/{booking_id}/move", "cases.step"),
    ("WRITE /api/v1/centre/bookings/{booking_id}/cancel", "cases.step"),
    ("READ /centre/hall", "queue.hall"),
    ("READ /centre/kiosk", "queue.take"),
    ("READ /api/v1/centre/versions", "centre.premises"),
    ("WRITE /api/v1/centre/changes", "centre.premises"),
    ("READ /api/v1/centre/rota", "rota.see"),
    ("WRITE /api/v1/centre/rota", "rota.write"),
    ("WRITE /api/v1/centre/rota/file", "rota.write"),
    ("WRITE /api/v1/centre/rota/{duty_id}/{act}", "rota.see"),
    ("READ /api/v1/queue", "queue.see"),
    ("WRITE /api/v1/queue/tickets", "queue.take"),
    ("READ /api/v1/queue/tickets/{ticket_id}/paper.pdf", "queue.take"),
    ("WRITE /api/v1/queue/tickets/{ticket_id}/back", "queue.call"),
    ("WRITE /api/v1/queue/end-of-day", "queue.call"),
    ("WRITE /api/v1/queue/windows/{window}/{act}", "queue.call"),
    # walls
    ("READ /api/v1/topics", "live.see"),
    ("READ /api/v1/search", "live.see"),
    ("WRITE /api/v1/walls/chimes", "live.see"),
    # people at work
    ("READ /api/v1/desk/figures.{kind}", "export"),
    ("READ /api/v1/desk/print", "export"),
    ("WRITE /api/v1/desk/print", "export"),
    ("READ /api/v1/desk/incidents/{number}/print", "export"),
    ("READ /api/v1/prints/{subject_kind}/{subject_id}", "export"),
    ("READ /api/v1/desk/checklists/**", "checklists.see"),
    ("WRITE /api/v1/desk/checklists/**", "settings.manage"),
    ("READ /api/v1/desk/run-cards", "checklists.see"),
    ("READ /api/v1/desk/run-cards/**", "checklists.see"),
    ("WRITE /api/v1/desk/run-cards", "settings.manage"),
    ("WRITE /api/v1/desk/incidents/{number}/notes", "desk.see"),
    ("WRITE /api/v1/desk/incidents/{number}/files", "desk.see"),
    ("WRITE /api/v1/desk/incidents/{number}/accept", "handle"),
    ("WRITE /api/v1/desk/incidents/{number}/status", "handle"),
    ("WRITE /api/v1/desk/incidents/{number}/resolve", "handle"),
    ("WRITE /api/v1/desk/incidents/{number}/transfer", "handle"),
    ("WRITE /api/v1/desk/incidents/{number}/return", "handle"),
    ("WRITE /api/v1/desk/notices/{notice_id}/ack", "handle"),  # a department its own transfers
    ("WRITE /api/v1/desk/recommendation", "desk.see"),  # questions: they change nothing
    ("WRITE /api/v1/desk/coverage/what-if", "desk.see"),
    ("WRITE /api/v1/desk/duplicates", "desk.see"),
    ("WRITE /api/v1/desk/callers", "desk.act"),
    ("READ /api/v1/desk/**", "desk.see"),
    ("WRITE /api/v1/desk/reveal", "reveal"),
    ("WRITE /api/v1/desk/**", "desk.act"),
    ("READ /api/v1/files", "files.use"),  # which subjects, the door of each kind says
    ("READ /api/v1/files/**", "files.use"),
    ("WRITE /api/v1/files/uploads", "files.use"),
    ("WRITE /api/v1/files/uploads/**", "files.use"),
    ("WRITE /api/v1/files/{file_id}/removal", "files.use"),
    ("READ /api/v1/admin/journal", "journal.read"),
    ("READ /api/v1/admin/journal.csv", "journal.read"),
    ("READ /api/v1/admin/journal/**", "journal.read"),
    ("WRITE /api/v1/admin/journal/**", "journal.read"),
    ("READ /api/v1/admin/accounts", "accounts.manage"),
    ("READ /api/v1/admin/accounts/**", "accounts.manage"),
    ("WRITE /api/v1/admin/accounts", "accounts.manage"),
    ("WRITE /api/v1/admin/accounts/**", "accounts.manage"),
    ("READ /api/v1/admin/alarms", "accounts.manage"),
    ("WRITE /api/v1/admin/alarms/{seq}/seen", "accounts.manage"),
    ("WRITE /api/v1/admin/walls/pair", "walls.pair"),
    ("READ /api/v1/admin/devices", "devices.manage"),
    ("READ /api/v1/admin/devices/**", "devices.manage"),
    ("WRITE /api/v1/admin/devices", "devices.manage"),
    ("WRITE /api/v1/admin/devices/**", "devices.manage"),
    ("READ /api/v1/admin/me", "self"),
    ("READ /api/v1/admin/state", "admin.see"),
    ("READ /api/v1/admin/quarantine", "devices.manage"),
    ("READ /api/v1/admin/held", "devices.manage"),
    ("WRITE /api/v1/admin/held/{device_id}", "devices.manage"),
    ("READ /api/v1/admin/maps", "settings.manage"),
    ("WRITE /api/v1/admin/maps/{version}/restore", "settings.manage"),
    ("WRITE /api/v1/admin/privacy/find", "privacy.manage"),
    ("WRITE /api/v1/admin/privacy/export", "privacy.manage"),
    ("WRITE /api/v1/admin/privacy/erase", "privacy.manage"),
    ("READ /api/v1/admin/settings/**", "settings.manage"),
    ("WRITE /api/v1/admin/settings/**", "settings.manage"),
)
# Where nothing is: whoever is let in is told so. A route that is served must not rest on these.
NOWHERE: tuple[tuple[str, str], ...] = (
    ("READ /api/**", "facts.read"),
    ("WRITE /api/**", "facts.write"),
    ("READ /**", "shell.see"),
    ("WRITE /**", "self"),
)

# Where people begin. Whoever may not see the wall is led to the first of these that is theirs.
STARTS = (
    "/", "/desk", *(page.paths[0] for page in PAGES if page.is_start), "/centre/hall",
    "/centre/kiosk", "/account",
)  # fmt: skip

# What is taken away for good: written down before it leaves (api/exports.py). Fits as above.
EXPORTS: tuple[str, ...] = (
    "READ /api/v1/areas/{code}/statistics/table.xlsx",
    "READ /api/v1/areas/{code}/statistics/page.pdf",
    "READ /api/v1/areas/{code}/statistics/rows.csv",
    "READ /brief/{day}.pdf",
    "READ /api/v1/cases.csv",
    "READ /api/v1/cases.xlsx",
    "READ /api/v1/cases/{code_of_case}/slip.pdf",
    "READ /api/v1/cases/{code_of_case}/papers/{form}.pdf",
    "READ /api/v1/cases/{code_of_case}/files/{file_id}",
    "READ /api/v1/cases/{code_of_case}/dossier/{export_id}/dossier.pdf",
    "READ /api/v1/desk/figures.csv",
    "READ /api/v1/desk/figures.xlsx",
    "READ /api/v1/desk/print",
    "READ /api/v1/desk/incidents/{number}/print",
    "READ /api/v1/prints/{subject_kind}/{subject_id}",
    "WRITE /api/v1/desk/print",
    "READ /api/v1/admin/journal.csv",
)

# What a socket may be sent, besides opening it.
MESSAGES: Mapping[str, str] = MappingProxyType(
    {"/ws/live hello": "live.see", "/ingest/ws positions": "feed.send"}
)

# Server callbacks of the pages, by module and name.
CALLBACKS: Mapping[str, str] = MappingProxyType(
    {
        "community.show_community": "area.see",
        "nearest.show_nearest": "live.see",
        **FRAME,
        **{name: action for page in PAGES for name, action in page.callbacks.items()},
    }
)


class NotAllowedError(RefusedError):
    """The caller's role, area or department does not allow it (HTTP 403)."""

    code = "forbidden"


@dataclass(frozen=True, slots=True)
class Need:
    """What a door asks for; `is_known` is false where nothing is served.

    `area` is the code in the path where the path names one, `token` that of a public page.
    """

    action: str
    is_known: bool = True
    area: str | None = None
    token: str | None = None


def may(
    caller: Caller, action: str, area: str | None = None, department: str | None = None
) -> bool:
    """Whether a caller may do something, here and for this department.

    Args:
        caller: who asks.
        action: a word of `GRANTS`; any other is refused.
        area: the area what is asked about belongs to; None when to none in particular.
        department: the department it belongs to, None when to none.
    """
    if not _is_granted(caller, action):
        return False
    if caller.area is not None and area is not None and not contains(caller.area, area):
        return False
    if caller.role != "department" or department is None:
        return True
    return caller.department == department


def _is_granted(caller: Caller, action: str) -> bool:
    if caller.role == KEY:
        return action in caller.rights & KEY_RIGHTS
    return caller.role in GRANTS.get(action, frozenset())


def pages_of(caller: Caller) -> list[str]:
    """The pages a caller may begin at, the first of them before all; none for machines."""
    return [page for page in STARTS if may(caller, need_of("GET", page).action)]


def granted(caller: Caller) -> list[str]:
    """The actions a caller's role is granted, so that a page draws no door that is shut."""
    return [action for action in GRANTS if _is_granted(caller, action)]


def require(
    caller: Caller, action: str, area: str | None = None, department: str | None = None
) -> None:
    """Refuse what `may` does not allow.

    Raises:
        NotAllowedError: says that this account may not.
    """
    if not may(caller, action, area, department):
        raise NotAllowedError(says="not_allowed", field="role")


def narrowed(caller: Caller, area: str | None) -> str | None:
    """The area a caller's question is about: theirs when they name none.

    Raises:
        NotAllowedError: they name one outside their own.
    """
    if caller.area is None or area is None:
        return area or caller.area
    if not contains(caller.area, area):
        raise NotAllowedError(says="outside_your_area", field="area")
    return area


def need_of(kind: str, path: str) -> Need:
    """What a route or socket asks for.

    Args:
        kind: an HTTP method, or SOCKET.
        path: as the server reads it, decoded; a slash at the end changes nothing.
    """
    plain = path.rstrip("/") or "/"
    # What is asked for most is looked up once; long addresses are not worth keeping.
    find = _found if len(plain) <= _LONGEST_KEPT else _found.__wrapped__
    return find(_word(kind), plain)


@lru_cache(maxsize=1024)
def _found(word: str, plain: str) -> Need:
    for table, is_known in ((ROUTES, True), (NOWHERE, False)):
        for door, action in table:
            verb, _, pattern = door.partition(" ")
            if verb == word and (found := _pattern(pattern).fullmatch(plain)):
                named = found.groupdict()
                return Need(action, is_known, named.get("code"), named.get("token"))
    return Need("", is_known=False)  # no role is granted an action without a name


def is_plain(path: str) -> bool:
    """Whether a path means what it says: no `.` or `..`, nothing empty, no backslash, no control.

    What serves files makes `/open/../shut` into `/shut`; the table must see what it will see.
    """
    return _ODD.search(path) is None


def is_export(method: str, path: str) -> bool:
    """Whether what a route answers is taken away for good."""
    word, plain = _word(method), path.rstrip("/")
    doors = (door.partition(" ") for door in EXPORTS)
    return any(verb == word and _pattern(door).fullmatch(plain) for verb, _, door in doors)


def _word(kind: str) -> str:
    if kind in {"GET", "HEAD", "OPTIONS"}:
        return "READ"
    return "SOCKET" if kind == "SOCKET" else "WRITE"


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    if text == "/**":
        return re.compile(r"/.*", re.DOTALL)
    pieces = re.split(r"(\{\w+\}|/\*\*)", text)
    made = (
        "(?:/.*)?"
        if piece == "/**"
        else f"(?P<{piece[1:-1]}>[^/]+)"
        if piece.startswith("{")
        else re.escape(piece)
        for piece in pieces
    )
    return re.compile("".join(made), re.DOTALL)
