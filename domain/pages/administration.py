"""Pages of administration."""

from domain.pages.page import Page, forms

OFFICES: tuple[Page, ...] = (
    forms(
        "overview",
        "/admin",
        "admin.see",
        {"overview.show_overview": "admin.see"},
        libraries=frozenset({"graph", "mantine"}),
        is_start=True,
    ),
    forms("journal", "/admin/journal", "journal.read", {"journal.show_journal": "journal.read"}),
    forms("feeds", "/admin/feeds", "devices.manage", {"machines.show_feeds": "devices.manage"}),
    forms(
        "held",
        "/admin/held",
        "devices.manage",
        {"machines.show_held": "devices.manage", "machines.adopt": "devices.manage"},
    ),
    forms(
        "maps",
        "/admin/maps",
        "settings.manage",
        {"machines.show_maps": "settings.manage", "machines.restore_map": "settings.manage"},
    ),
    forms(
        "settings",
        "/admin/settings",
        "settings.manage",
        {"machines.show_settings": "settings.manage"},
    ),
    forms(
        "accounts",
        "/admin/accounts",
        "accounts.manage",
        {
            "persons.show_accounts": "accounts.manage",
            "persons.do_accounts": "accounts.manage",
            "persons.redraw_account": "accounts.manage",
        },
    ),
    forms(
        "alarms",
        "/admin/alarms",
        "accounts.manage",
        {"persons.show_alarms": "accounts.manage", "persons.see_alarm": "accounts.manage"},
    ),
    forms(
        "privacy",
        "/admin/privacy",
        "privacy.manage",
        {
            "persons.show_privacy": "privacy.manage",
            "persons.do_privacy": "privacy.manage",
            "persons.redraw_found": "privacy.manage",
        },
    ),
    forms(
        "walls",
        "/admin/walls",
        "devices.manage",
        {"screens.show_walls": "devices.manage", "screens.do_walls": "devices.manage"},
    ),
    forms(
        "keys",
        "/admin/keys",
        "devices.manage",
        {"screens.show_keys": "devices.manage", "screens.do_keys": "devices.manage"},
    ),
    # Whoever takes calls may look; saving needs a right of its own, asked where it is kept.
    forms(
        "checklists",
        "/admin/checklists",
        "checklists.see",
        {
            "checklists.show_checklists": "checklists.see",
            "checklists.do_checklists": "settings.manage",
        },
        assets=("lines",),
    ),
    forms(
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
