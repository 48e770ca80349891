"""The roles: people at work, administrators, and machines that show or send."""

# Who works at the dispute centre; its mediators have the role mediation, its leaders are leaders.
CENTRE = ("window_clerk", "duty_clerk", "body_officer", "case_reviewer", "study_secretary")
# Who takes sealed reports (检举控告) further; of other cases the role sees none.
DISCIPLINE = "discipline_officer"
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
