"""What each role is granted, and what a machine's own key may list."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.access.roles import ADMINISTRATORS, CENTRE, DISCIPLINE, PEOPLE, PHONE_ROLES

_AT_WORK = frozenset({"dispatcher", "leader", "department", "mediation", *PHONE_ROLES})
_SCREENS = _AT_WORK | {"wall"}
_SIGNED_IN = frozenset(PEOPLE)
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
            {"dispatcher", "leader", "department", "village", "mediation", *CENTRE, DISCIPLINE}
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
        # the party: who it names is for the department that keeps it and the community's own staff;
        # a leader reads figures alone
        "party.see": frozenset({"department", "village", "leader"}),
        "party.members": frozenset({"department", "village"}),
        # departments called to a place: each sees its own calls; a community blows and rates
        "net.whistles.see": frozenset({"dispatcher", "leader", "department", "village"}),
        "net.whistles.blow": frozenset({"village"}),
        "net.whistles.answer": frozenset({"department"}),
        # police and law in the grids; of departments only the one each record belongs to
        "net.fusion.see": frozenset({"dispatcher", "leader", "department", "village", "police"}),
        "net.fusion.write": frozenset({"dispatcher", "department", "village", "police"}),
        "net.fusion.manage": frozenset({"dispatcher", "department"}),
        # surveys: nobody who works in the grids enters what residents answer
        "net.surveys.see": frozenset({"dispatcher", "leader", "department"}),
        "net.surveys.run": frozenset({"dispatcher", "department"}),
        "net.surveys.enter": frozenset({"dispatcher", "department"}),
        # items of urban management: a department what was sent to it and what it reported itself,
        # an area's people what lies there
        "items.see": frozenset({"dispatcher", "leader", "department", "village", "grid_worker"}),
        "items.report": frozenset({"dispatcher", "department", "village", "grid_worker", "police"}),
        "items.file": frozenset({"dispatcher"}),
        "items.handle": frozenset({"dispatcher", "department", "village"}),
        "items.check": frozenset({"dispatcher", "village", "grid_worker"}),
        "items.approve": frozenset({"dispatcher", "leader"}),
        "items.classes": frozenset({"dispatcher"}),
        # credit of the net: rules and the best for all of it; people for whoever answers for them
        "credit.see": frozenset({"grid_worker", "village", "dispatcher", "leader"}),
        "credit.own": frozenset({"grid_worker"}),
        "credit.persons": frozenset({"village", "dispatcher"}),
        "credit.notify": frozenset({"village", "dispatcher"}),
        "credit.run": frozenset({"dispatcher"}),
        "credit.towns": frozenset({"dispatcher", "leader"}),
        # inspections: a department its own; who answers for a unit sees what was ordered of it, a
        # community what lies in it
        "video.inspect.see": frozenset({"dispatcher", "leader", "department", "village"}),
        "video.inspect.plans": frozenset({"dispatcher", "leader", "department"}),
        "video.inspect": frozenset({"department"}),
        "video.inspect.answer": frozenset({"department", "village"}),
        # key places and units: the centre every one, a department its own
        "places.see": frozenset({"dispatcher", "leader", "department", "village", "police"}),
        "places.manage": frozenset({"dispatcher", "department"}),
        # rooms of the video conference
        "conference.see": frozenset({"dispatcher", "leader", "department", "village"}),
        "conference.manage": frozenset({"dispatcher"}),
        "conference.test": frozenset({"dispatcher", "department", "village"}),
        # work in the grids: which tasks, area and department of each say (domain/net/tasks/)
        "tasks.see": frozenset({"dispatcher", "leader", "department", "village", "grid_worker"}),
        "tasks.do": frozenset({"dispatcher", "department", "village", "grid_worker"}),
        "tasks.plan": frozenset({"dispatcher", "department"}),
        "tasks.propose": frozenset({"dispatcher", "department"}),
        "tasks.approve": frozenset({"dispatcher", "leader"}),
        "tasks.check": frozenset({"dispatcher", "department", "village"}),
        # households that moved in: the community enters them, workers see those of their grids
        "newcomers.see": frozenset({"village", "grid_worker"}),
        "newcomers.write": frozenset({"village"}),
        # swaps of shifts: who decides of those that two workers agree on
        "net.swaps.decide": frozenset({"dispatcher", "village"}),
        # of care visits each names who may see it
        "care.see": frozenset({"dispatcher", "village", "grid_worker"}),
        "care.assign": frozenset({"dispatcher", "village"}),
        # the one net: of people each sees their own area's, or their department's grids'
        "net.see": frozenset(
            {"dispatcher", "leader", "department", "village", "grid_worker", "police"}
        ),
        "net.people.see": frozenset(
            {"dispatcher", "leader", "department", "village", "grid_worker"}
        ),
        "net.views": frozenset({"dispatcher", "leader", "department"}),
        "net.people.manage": frozenset({"dispatcher", "village", "department"}),
        # the register of cameras: departments see their own, people of an area those in it
        "video.register.see": frozenset(
            {"dispatcher", "leader", "department", "village", "police"}
        ),
        "video.register.manage": frozenset({"dispatcher", "department"}),
        # cameras: a department its own; no hall screen, no machine. Every look is written down,
        # and read by whoever audits
        "video.see": frozenset({"dispatcher", "leader", "department"}),
        # what was opened for a session or a screen: on a wall, what somebody has sent to it
        # what was sent to it, and nothing else: the operation asks which
        "video.shown": frozenset({"wall"}),
        "video.play": frozenset({"dispatcher", "leader", "department", "wall"}),
        "video.playback": frozenset({"dispatcher", "leader", "department"}),
        "video.snapshot": frozenset({"dispatcher", "leader", "department"}),
        "video.ptz": frozenset({"dispatcher", "department"}),
        "video.export": frozenset({"dispatcher", "department"}),
        "video.approve": frozenset({"dispatcher", "leader"}),
        "video.looks.see": frozenset({"audit_admin"}),
        # calls to phones in the field; a phone takes those to its own unit (operations/field/calls)
        "field.call": frozenset({"dispatcher", "leader"}),
        # recordings of calls: made by the desk where a setting says so, played by leaders alone
        "field.record": frozenset({"dispatcher"}),
        "field.recordings": frozenset({"leader"}),
        # broadcasts: whom they are for reads them by a door of their own
        "field.broadcasts.see": frozenset({"dispatcher", "leader"}),
        "field.broadcast": frozenset({"dispatcher"}),
        # phones in the field: each for its own unit and account alone; a lost one the desk ends
        "field.use": PHONE_ROLES,
        "phones.bind": PHONE_ROLES,  # with a sign-in of one's own, never with the phone's key
        "field.devices": frozenset({"dispatcher", "system_admin"}),
        "admin.see": ADMINISTRATORS,
        "metrics.read": frozenset({"system_admin", "machine"}),
        "devices.manage": frozenset({"system_admin"}),
        "settings.manage": frozenset({"system_admin"}),
        "accounts.manage": frozenset({"security_admin"}),
        "privacy.manage": frozenset({"security_admin"}),
        "journal.read": frozenset({"audit_admin"}),
    }
)
