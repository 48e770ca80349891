"""Pages of the one net."""

from domain.pages.page import Page, forms

# The one net, in the order of its tabs: each part of it adds its rows (docs/net.md).
NETS: tuple[Page, ...] = (
    forms(
        "net",
        "/net",
        "net.see",
        {"board.show_board": "net.see"},
        libraries=frozenset({"mantine", "graph"}),
        assets=("centre", "net"),
        is_start=True,
        tab="一张网",
    ),
    forms(
        "net_people",
        "/net/people",
        "net.people.see",
        {
            "people.show_people": "net.people.see",
            "people.do_people": "net.people.see",
            "people.redraw_person": "net.people.see",
            "people.load_people": "net.people.manage",
        },
        assets=("centre", "net"),
        tab="网格人员",
    ),
    forms(
        "net_tasks",
        "/net/tasks",
        "tasks.see",
        {
            "tasks.show_tasks": "tasks.see",
            "tasks.do_tasks": "tasks.see",
            "tasks.redraw_task": "tasks.see",
            "tasks.load_places": "tasks.check",
        },
        assets=("centre", "net", "uploads", "papers", "photos", "tasks"),
        tab="网格任务",
    ),
    forms(
        "net_views",
        "/net/views",
        "net.views",
        {"views.show_views": "net.views", "views.do_views": "net.views"},
        assets=("centre", "net"),
        tab="部门视图",
    ),
    forms(
        "net_grid",
        "/net/grid/{code}",
        "net.see",
        {"grid.show_grid": "net.see"},
        assets=("centre", "net"),
    ),
    forms(
        "net_fusion",
        "/net/fusion",
        "net.fusion.see",
        {
            "fusion.show_fusion": "net.fusion.see",
            "fusion.do_fusion": "net.fusion.see",
            "fusion.load_beats": "net.fusion.manage",
        },
        assets=("centre", "net"),
        tab="警网法网融合",
    ),
    forms(
        "net_surveys",
        "/net/surveys",
        "net.surveys.see",
        {
            "surveys.show_surveys": "net.surveys.see",
            "surveys.do_surveys": "net.surveys.see",
            "surveys.redraw_samples": "net.surveys.see",
        },
        assets=("centre", "net", "uploads", "papers", "photos"),
        tab="民意调查",
    ),
    forms(
        "net_credit",
        "/net/credit",
        "credit.see",
        {
            "credit.show_credit": "credit.see",
            "credit.do_credit": "credit.see",
            "credit.redraw_person": "credit.see",
            "credit.tell_progress": "credit.see",
        },
        assets=("centre", "net"),
        tab="积分与奖惩",
    ),
    forms(
        "net_party",
        "/net/party",
        "party.see",
        {
            "party.show_party": "party.see",
            "party.do_party": "party.see",
            "party.redraw_row": "party.see",
            "party.load_organisations": "party.members",
            "party.load_members": "party.members",
        },
        libraries=frozenset({"graph", "mantine"}),
        assets=("centre", "net", "uploads", "papers", "photos"),
        tab="党建与自治",
    ),
)
