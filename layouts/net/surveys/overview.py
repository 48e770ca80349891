"""All waves, and apart from them official results, ratings after a case, problems named."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.net.surveys.questions import Questionnaire
from domain.net.surveys.waves import OFFICIAL_RESULT, OfficialResult, SurveySample, SurveyWave
from domain.statistics.intervals import wilson
from domain.words import Words
from layouts.elements.mantine import within
from layouts.net.shares import percent, told_share
from layouts.net.surveys.forms import official_form, questionnaire_form, wave_form
from layouts.net.surveys.page import PAGE, VIEW
from layouts.net.surveys.seat import Seat, kind_names, mode_names
from layouts.office import ids, office
from layouts.office.brought import DOCUMENTS, file_chooser, file_links

Documents = Mapping[str, Sequence[Mapping[str, Any]]]


class Shown(Protocol):
    """What the page shows (operations/net/surveys/waves.py)."""

    waves: Sequence[SurveyWave]
    official: Sequence[OfficialResult]
    forms: Sequence[Questionnaire]
    problems: Sequence[SurveySample]
    ratings: int
    good_ratings: int


def overview(page: Any, documents: Documents, seat: Seat) -> Component:
    """All waves, and apart from them the official results.

    Args:
        page: what is shown (`Shown`).
        documents: the files of official results by their id; empty for whoever reads no files.
        seat: for whom.
    """
    shown: Shown = page
    words = seat.words
    parts: list[Component] = [
        office.note(words("自有样本、12340 官方结果和办件评价是三种口径，分开列示，不相加，不排名"))
    ]
    if seat.may_run:
        parts += [wave_form(shown.forms, seat), official_form(seat), questionnaire_form(seat)]
    parts += [
        office.title(words("自有调查")),
        _waves(shown.waves, seat),
        office.title(words("12340 官方结果")),
        _official(shown.official, documents, seat),
        office.title(words("办件评价（结案后）")),
        _ratings(shown.ratings, shown.good_ratings, words),
        office.title(words("反映的问题（待转案件）")),
        _problems(shown.problems, seat),
    ]
    return within(seat.reader, parts)


def _waves(waves: Sequence[SurveyWave], seat: Seat) -> Component:
    words = seat.words
    kinds, modes = kind_names(words), mode_names(words)
    columns: office.Columns = (
        (words("名称"), lambda one: office.named(one.name)),
        (words("内容"), lambda one: kinds[one.wave]),
        (words("方式"), lambda one: modes[one.mode]),
        (words("抽样框"), lambda one: office.named(one.frame)),
        (words("目标"), lambda one: words("{n} 份", n=sum(one.wanted.values()))),
        (words("开始"), lambda one: office.moment(one.at, seat.zone_name)),
        (words("状态"), lambda one: words("已结束") if one.closed_at else words("进行中")),
        ("", lambda one: office.act(words("打开"), VIEW, {"wave": one.wave_id})),
    )
    return office.table(columns, waves, words("没有调查"))


def _official(rows: Sequence[OfficialResult], documents: Documents, seat: Seat) -> Component:
    words, kinds = seat.words, kind_names(seat.words)

    def document(one: OfficialResult) -> list[Component | str]:
        files = documents.get(one.result_id, ())
        told: list[Component | str] = [office.named(one.document), " "]
        if files:
            return [*told, *_between(file_links(files, words))]
        is_known = one.result_id in documents
        return [*told, office.bad(words("文件未上传"))] if is_known else told

    def act(one: OfficialResult) -> Component | str:
        asked = {"act": "document", "id": one.result_id}
        return office.act(words("文件"), ids.do(PAGE), asked) if seat.may_run else ""

    columns: office.Columns = (
        (words("时期"), lambda one: office.named(one.period)),
        (words("内容"), lambda one: kinds[one.wave]),
        (words("结果"), lambda one: percent(one.permille / 1000)),
        (words("样本数"), lambda one: str(one.answers) if one.answers else words("文件未载明")),
        (words("发布单位"), lambda one: office.named(one.issuer)),
        (words("文件"), document),
        (words("日期"), lambda one: one.day),
        ("", act),
    )
    return office.table(columns, rows, words("没有官方结果"))


def _between(links: Sequence[Component]) -> list[Component | str]:
    return [part for link in links for part in (link, " ")]


def official_card(one: OfficialResult, files: Sequence[Mapping[str, Any]], seat: Seat) -> Component:
    """An official result with its document, and where that is added."""
    words = seat.words
    asked = {"act": "document", "id": one.result_id}
    label = words("添加文件（PDF 或图片）")
    parts: list[Component] = [
        office.title(words("12340 官方结果"), one.period),
        html.P([office.named(one.document), " ", *_between(file_links(files, words))]),
    ]
    if not files:
        parts.append(html.P(office.bad(words("文件未上传"))))
    if seat.may_run:
        name, key = OFFICIAL_RESULT.name, one.result_id
        parts.append(file_chooser(PAGE, name, key, asked, label, DOCUMENTS))
    return within(seat.reader, [html.Div(parts, className="case-card")])


def _ratings(count: int, good: int, words: Words) -> Component:
    share = good / count if count else None
    told = told_share(share, wilson(good, count), count, words)
    return html.P(words("四星及以上 {told}", told=told))


def _problems(rows: Sequence[SurveySample], seat: Seat) -> Component:
    words = seat.words

    def act(one: SurveySample) -> Component | str:
        asked = {"act": "to_case", "sample": one.sample_id}
        return office.act(words("转为案件"), ids.do(PAGE), asked) if seat.may_run else ""

    columns: office.Columns = (
        (words("时间"), lambda one: office.moment(one.answered_at, seat.zone_name)),
        (words("镇街"), lambda one: office.named(seat.area_name(one.town))),
        (words("反映"), lambda one: office.named(one.text)),
        ("", act),
    )
    return office.table(columns, rows, words("没有待转的问题"))
