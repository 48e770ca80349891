"""What every door asks for: routes, sockets, messages and callbacks, each with its action.

Source: docs/decisions/0010-one-table-of-access.md
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.access.public_doors import PUBLIC
from domain.pages import FRAME, PAGES

OPEN = "open"  # needs no sign-in at all

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
