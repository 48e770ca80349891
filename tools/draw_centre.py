"""Draws the loop of a case into docs/centre.md from its table: `python -m tools.draw_centre`.

`tests/centre/test_document.py` refuses a document that is not in step.
"""

from collections.abc import Iterable

from domain.centre.cases.needs import NEED_NAMES
from domain.centre.cases.stages import ROWS, STAGE_NAMES, Actor, Transition
from domain.centre.limits.clock_table import ROWS as CLOCKS
from domain.centre.limits.clocks import Clock, Unit
from settings import ROOT

FILE = ROOT / "docs" / "centre.md"
_ACTORS = {
    Actor.WINDOW: "window clerk",
    Actor.DUTY: "duty clerk",
    Actor.BODY: "officer of the lead body",
    Actor.MEDIATOR: "assigned mediator",
    Actor.LEADER: "leader in charge",
    Actor.REVIEWER: "reviewer",
    Actor.SECRETARY: "secretary of joint study",
    Actor.SYSTEM: "time",
}
_UNITS = {Unit.CALENDAR: "days", Unit.WORKING: "working days", Unit.MONTHS: "months"}


def drawing() -> str:
    """The stages as a mermaid graph: an arrow for each step that leads on."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"  {stage.value}: {name}" for stage, name in STAGE_NAMES.items()]
    for row in ROWS:
        for begins in row.comes_from or ("[*]",):
            for ends in row.leads_to:
                if ends != begins:
                    lines.append(f"  {begins} --> {ends.value}: {row.name}")
    return "\n".join([*lines, "```"])


def steps() -> str:
    """The table of steps."""
    head = ("step", "name", "from", "to", "who", "must hold", "writes")
    return _table(head, (_step(row) for row in ROWS))


def _step(row: Transition) -> tuple[str, ...]:
    return (
        f"`{row.step.value}`",
        row.name,
        ", ".join(STAGE_NAMES[stage] for stage in row.comes_from) or "-",
        ", ".join(STAGE_NAMES[stage] for stage in row.leads_to) or "stays",
        ", ".join(_ACTORS[actor] for actor in row.who),
        "; ".join(NEED_NAMES[need] for need in row.needs) or "-",
        ", ".join(f"`{field}`" for field in row.writes) or "-",
    )


def clocks() -> str:
    """The table of time limits."""
    head = ("code", "what", "from", "limit", "longer", "pauses", "article")
    return _table(head, (_clock(row) for row in CLOCKS))


def _clock(row: Clock) -> tuple[str, ...]:
    longer = "-"
    if row.extension:
        by = f"+{row.extension.length}: " if row.extension.length else ""
        longer = f"{by}{row.extension.approver}"
    return (
        f"`{row.code}`",
        row.name,
        row.starts.value,
        f"{row.length} {_UNITS[row.unit]}",
        longer,
        ", ".join(sorted(ground.value for ground in row.pauses)) or "-",
        row.article + ("" if row.is_verified else " (to be checked)"),
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def drawn(text: str) -> str:
    """The document with what is between its marks written anew."""
    for name, made in (("drawing", drawing()), ("steps", steps()), ("clocks", clocks())):
        begins, ends = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        if begins not in text or ends not in text:
            raise ValueError(f"{FILE.name} has lost its marks of the {name}")
        before, _, rest = text.partition(begins)
        _, _, after = rest.partition(ends)
        text = f"{before}{begins}{made}{ends}{after}"
    return text


def main() -> None:
    """Write the document anew."""
    FILE.write_text(drawn(FILE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
