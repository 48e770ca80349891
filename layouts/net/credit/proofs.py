"""What bears a point or a deduction out: a link to the fact, and what is kept of it in words."""

from typing import Any

from dash import html

from domain.net.credit.shown import Proofs
from domain.net.tasks.facts import Checked, NetTask
from domain.net.tasks.task_types import TaskForm
from layouts.net.credit.seat import Seat, said

# The context of the reasons why a patrol is not proven.
REASON = "reason"
# Where a fact is seen, by what its id begins with.
_PLACES = {"task:": "/net/tasks?task=", "incident:": "/desk/incidents/", "case:": "/centre?case="}


def outcome_link(ref: str) -> Any:
    """A fact as its id, leading to where it is seen; that page asks for rights of its own."""
    for mark, place in _PLACES.items():
        if ref.startswith(mark):
            return html.A(ref, href=f"{place}{ref.removeprefix(mark)}")
    return html.Span(ref)


def proof_words(ref: str, proofs: Proofs, seat: Seat) -> str | None:
    """What is kept of a task or second visit, in a sentence; None where nothing more is known."""
    if ref in proofs.tasks:
        return _of_task(proofs.tasks[ref], seat)
    found = proofs.revisits.get(ref)
    if found is None or found.result is None:
        return None
    return seat.words(
        "（{day} 抽查，复访结果：{result}）",
        day=found.day,
        result=said(seat.words, found.result.value),
    )


def _of_task(one: NetTask, seat: Seat) -> str:
    words = seat.words
    told = [words("{day} 完成", day=one.done_on)]
    if one.form is TaskForm.PATROL:
        told.append(
            words(
                "走到 {cells} 个网格单元、{places} 个重点场所，步行 {minutes} 分钟",
                cells=len(one.cells),
                places=len(one.places),
                minutes=one.slow_s // 60,
            )
        )
        told += [words.of(REASON, code) for code in one.why]
    if one.checked is Checked.NOT_SO:
        told.append(words("{who} 核查不实", who=one.checked_by or ""))
    return f"（{'；'.join(told)}）"
