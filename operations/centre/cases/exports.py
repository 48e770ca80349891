"""The list of cases as a file: what its reader may see of it, masked, with who took it and when."""

from collections.abc import Sequence

from domain.access.callers import Caller
from domain.centre.cases.case import Case
from domain.centre.cases.case_file import CasePage, masked_applicants
from domain.centre.limits.clocks import light
from domain.centre.premises.places import Centre
from domain.words import Words
from operations.centre.cases.centre_desk import CentreDesk
from operations.centre.cases.looking import LONGEST_PAGE, CaseFilter, Looking
from operations.prints.sheets import CSV, XLSX, Value, Watermark, csv_text, workbook

MOST_ROWS = 10_000
# The words of the table are of the context `case_table`.
COLUMNS = (
    "code", "registered_at", "stage", "category", "matter", "channel", "level", "flags",
    "applicants", "people_count", "amount_yuan", "body", "area", "light", "due_at", "result",
)  # fmt: skip
MEDIA = {"csv": CSV, "xlsx": XLSX}
Line = Sequence[Value]


class CaseExports:
    """Files of the list of cases.

    Args:
        desk: where cases are kept.
        looking: what a caller may see of them.
    """

    def __init__(self, desk: CentreDesk, looking: Looking) -> None:
        self._desk, self._looking = desk, looking

    async def table(
        self, kind: str, wanted: CaseFilter, caller: Caller, words: Words
    ) -> tuple[str, bytes]:
        """The cases of a question, at most ten thousand: the file's name and its bytes.

        Args:
            kind: `csv` or `xlsx`.
            wanted: which cases, in which order.
            caller: who takes them; names are masked, of a sealed case none is told.
            words: of the language it is written in.

        Raises:
            NotAllowedError: the caller sees no cases.
        """
        at, zone = self._desk.now(), self._desk.zone
        centre, areas = self._desk.its(), self._desk.areas()
        names = {code: area.name for code, area in areas.items()}
        rows: list[Line] = []
        cursor: str | None = None
        while len(rows) < MOST_ROWS:
            page = await self._looking.page(caller, wanted, cursor=cursor, limit=LONGEST_PAGE)
            rows += [_line(case, page, centre, names, words) for case in page.cases]
            cursor = page.cursor
            if cursor is None:
                break
        if cursor is not None:
            rows.append([words.of("case_table", "cut", most=MOST_ROWS)])
        header = [words.of("case_table", name) for name in COLUMNS]
        mark = Watermark(caller.actor, at, zone)
        name = f"cases-{at.astimezone(zone):%Y%m%d-%H%M}.{kind}"
        if kind == "csv":
            return name, await self._desk.work.read(lambda: csv_text(header, rows, mark))
        title = words.of("case_table", "title")
        made = await self._desk.work.read(lambda: workbook(header, rows, mark, title=title))
        return name, made

    async def table_for_page(
        self,
        kind: str,
        wanted: CaseFilter,
        caller: Caller,
        words: Words,
        *,
        address: str | None = None,
    ) -> tuple[str, bytes]:
        """The same as a page hands it out, whose search must not stand in an address.

        Written down as an export before it leaves, as the API's door does by itself.

        Raises:
            NotAllowedError: the caller sees no cases.
        """
        name, content = await self.table(kind, wanted, caller, words)
        await self._desk.tell_exported("list of cases", caller, address)
        return name, content


def _line(case: Case, page: CasePage, centre: Centre, areas: dict[str, str], words: Words) -> Line:
    colour = light(case.amber_at, case.due_at, page.at, is_paused=case.paused_at is not None)
    return [
        case.code,
        case.registered_at,
        words.of("case", case.stage.value),
        words.of("category", case.category.value),
        words.of("matter", case.matter.value),
        words.of("channel", case.channel.value),
        words.of("level", case.level.value) if case.level else "",
        "、".join(words.of("flag", one) for one in case.flags),
        "、".join(masked_applicants(page.parties.get(case.code, []))),
        case.people_count,
        None if case.amount_fen is None else case.amount_fen / 100,
        centre.name_of(case.body) or case.body,
        areas.get(case.area_code or "", case.area_code),
        words.of("light", colour.value),
        case.due_at,
        words.of("result", case.result.value) if case.result else "",
    ]
