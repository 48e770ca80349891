"""Pages of the dispute centre."""

from domain.pages.page import Page, forms

CENTRES: tuple[Page, ...] = (
    forms(
        name="centre",
        path="/centre",
        action="cases.see",
        callbacks={
            "cases.show_queue": "cases.see",
            "cases.do_case": "cases.see",
            "cases.redraw_case": "cases.see",
            "cases.hear_intake": "cases.register",
        },
        assets=("centre", "uploads", "papers", "case_talk"),
        is_start=True,
    ),
    forms(
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
    forms(
        name="premises",
        path="/centre/premises",
        action="centre.premises",
        callbacks={
            "editing.show_premises": "centre.premises",
            "editing.do_premises": "centre.premises",
        },
    ),
    forms(
        name="disposals",
        path="/centre/keeping",
        action="cases.dispose",
        callbacks={
            "disposals.show_disposals": "cases.dispose",
            "disposals.do_disposals": "cases.dispose",
        },
    ),
    forms(
        name="queue",
        path="/centre/queue",
        action="queue.call",
        callbacks={"queue.show_window": "queue.call", "queue.do_window": "queue.call"},
        assets=("board", "queue"),
        news=("ticket",),
    ),
    forms(
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
    forms(
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
    forms(
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
    forms(
        name="advice",
        path="/centre/advice",
        action="advice.see",
        callbacks={"advice.show_advice": "advice.see", "advice.do_advice": "advice.see"},
        assets=("centre",),
        is_start=True,
    ),
)
