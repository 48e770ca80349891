"""What leaders take away: a spreadsheet, a paper, and the rows as CSV."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from domain.access.callers import Caller
from domain.incidents.incidents import STATUS_WORDS, Incident, IncidentStatus
from domain.private import mask
from domain.statistics.area_words import CLASS_NAMES
from domain.statistics.statistics import took_s
from operations.maps.areas import Areas
from operations.prints.sheets import Watermark, csv_text, workbook
from operations.statistics import area_lines
from operations.statistics.area_lines import Body
from operations.statistics.area_statistics import AreaStatistics, Behind, Question
from operations.threads import Work

if TYPE_CHECKING:  # imported with the first paper
    from operations.prints import paper as papers

SOURCE = "一屏事件库"
MOST_ROWS = 10_000
_PAGE = 500
_ROW_HEADER = (
    "编号",
    "上报时间",
    "类别",
    "级别",
    "状态",
    "区域编码",
    "区域",
    "标题",
    "受理时间",
    "派遣时间",
    "到场时间",
    "处置时间",
    "结案时间",
    "到场用时（秒）",
    "处置用时（秒）",
)
_STEPS = (
    IncidentStatus.ACCEPTED,
    IncidentStatus.DISPATCHED,
    IncidentStatus.ON_SCENE,
    IncidentStatus.RESOLVED,
    IncidentStatus.CLOSED,
)


class AreaExports:
    """Files made from the same figures the page shows; written on a reading thread."""

    def __init__(self, statistics: AreaStatistics, areas: Areas, work: Work) -> None:
        self._statistics = statistics
        self._areas = areas
        self._work = work

    def _watermark(self, caller: Caller) -> Watermark:
        return Watermark(caller.actor, self._statistics.now(), self._statistics.zone)

    async def sheet(self, question: Question, caller: Caller) -> tuple[str, bytes]:
        """Every figure of the page as xlsx: its name and its bytes."""
        body = await self._statistics.body(question, caller)
        mark = self._watermark(caller)
        made = await self._work.read(
            lambda: workbook(area_lines.HEADER, area_lines.lines(body), mark, title="区域统计")
        )
        return f"{_stem(body)}.xlsx", made

    async def paper(self, question: Question, caller: Caller) -> tuple[str, bytes]:
        """The page as a paper: its name and its bytes."""
        body = await self._statistics.body(question, caller)
        imprint = self.imprint(caller)
        made = await self._work.read(lambda: area_paper(body, imprint))
        return f"{_stem(body)}.pdf", made

    def imprint(self, caller: Caller) -> "papers.Imprint":
        """What a paper made now says at its foot."""
        from operations.prints import paper as papers

        return papers.Imprint(
            source=SOURCE,
            account=caller.actor,
            at=self._statistics.now(),
            zone=self._statistics.zone,
            review_number=self._statistics.review_number,
            is_demo=self._statistics.is_demo,
        )

    async def rows(self, question: Question, behind: Behind, caller: Caller) -> tuple[str, bytes]:
        """The incidents behind a figure as CSV, at most ten thousand, words masked."""
        rows: list[Sequence[Any]] = []
        cursor: str | None = None
        while len(rows) < MOST_ROWS:
            page = await self._statistics.rows(question, behind, caller, cursor=cursor, limit=_PAGE)
            cursor = page.cursor
            rows.extend(self._row(incident) for incident in page.found)
            if cursor is None:
                break
        if cursor is not None:
            rows.append([f"只列出最近的 {MOST_ROWS} 起；请缩短日期再导出"])
        made = csv_text(_ROW_HEADER, rows, self._watermark(caller))
        return f"{question.code}-明细.csv", made

    def _row(self, incident: Incident) -> Sequence[Any]:
        path, took = self._areas.path(incident.area_code), took_s(incident)
        return [
            incident.number,
            incident.reported_at,
            CLASS_NAMES[incident.incident_class.value],
            area_lines.SEVERITIES[int(incident.severity)],
            STATUS_WORDS[incident.status],
            incident.area_code,
            " ".join(str(one["name"]) for one in path[1:]),
            mask("incident", {"title": incident.title})["title"],
            *(incident.reached_at.get(step) for step in _STEPS),
            took["arrival"],
            took["resolve"],
        ]


def _stem(body: Body) -> str:
    period = body["period"]
    return f"{body['name']}-区域统计-{period['from']}-{period['to']}"


def area_paper(body: Body, imprint: "papers.Imprint") -> bytes:
    """The page as a paper."""
    from operations.prints import paper as papers

    papers.prepare()
    story = [
        papers.said([one["text"] for one in body["sentences"]]),
        papers.heading("主要指标"),
        papers.table(("指标", "本期", "对比期"), area_lines.total_rows(body)),
        papers.heading("响应用时"),
        papers.table(area_lines.RESPONSE_HEADER, area_lines.response_rows(body)),
        papers.text("“≤”为分档上界，档宽 4.4%；各环节目标见页面说明。", size=8.5, is_second=True),
    ]
    if body["totals"]["reported"]:
        shown = [
            (CLASS_NAMES[row["class"]], float(row["reported"]), f"{row['reported']:,}")
            for row in body["classes"]
            if row["reported"]
        ]
        story.append(papers.together(papers.heading("类别构成（起）"), papers.bars(shown)))
    for title, name in (("下辖区域比较", "children"), ("同级区域比较", "sisters")):
        if body[name]:
            rest = body["children_rest"] if name == "children" else None
            rows = area_lines.group_rows(body[name], rest)
            story += [papers.heading(title), papers.table(area_lines.GROUP_HEADER, rows)]
    if body["places"]["rows"]:
        places = [
            [row["name"], f"{row['lat']}, {row['lon']}", str(row["count"])]
            for row in body["places"]["rows"]
        ]
        months = "、".join(body["places"]["months"])
        title = f"重复发生的地点（{months}，整月）"
        story.append(papers.heading(title))
        story.append(papers.table(("地点", "纬度，经度", "次数"), places))
    subtitle = (
        f"本期 {area_lines.days(body['period'])}（{body['period']['days']} 天）"
        f"，对比期 {area_lines.days(body['previous'])}"
    )
    return papers.paper(f"{body['name']} 区域统计", subtitle, story, imprint)
