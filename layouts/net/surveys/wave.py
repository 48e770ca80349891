"""One wave: what it tells, how it was asked, and what may still be done with it."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.surveys.questions import Questionnaire
from domain.net.surveys.results import TownResult, WaveResult
from domain.net.surveys.waves import SurveyWave, WaveMode
from layouts.elements.mantine import within
from layouts.net.shares import percent, spread, told_share
from layouts.net.surveys.page import PAGE, VIEW
from layouts.net.surveys.seat import Seat
from layouts.office import fields, ids, office


def wave(held: SurveyWave, form: Questionnaire, result: WaveResult, seat: Seat) -> Component:
    """One wave: what it tells, how, and where answers are entered."""
    words = seat.words
    parts: list[Component] = [
        office.act(words("返回全部调查"), VIEW, {"wave": ""}),
        office.title(words("调查"), held.name),
        _whole(form, result, seat),
        _towns(result.towns, seat),
    ]
    if held.is_demo:
        parts.append(office.note(words("演示数据")))
    if held.closed_at is None:
        parts += _open_acts(held, seat)
    return within(seat.reader, parts)


def _whole(form: Questionnaire, result: WaveResult, seat: Seat) -> Component:
    words = seat.words
    names = {code: name for one in form.asked for code, name in one.options}
    good = "、".join(names.get(code, code) for code in form.good)
    told: list[Component] = [
        html.P(
            [
                html.Strong(
                    told_share(result.share, result.interval, result.valid, words),
                    className="figure-digits survey-result",
                )
            ]
        ),
        office.note(
            words(
                "回答“{good}”的占有效回答的比例，问卷《{form}》第 {version} 版",
                good=good, form=form.name, version=form.version,
            )
        ),
        office.note(
            words("按各镇街人口加权，折合简单样本 {n} 份", n=f"{result.effective:.0f}")
            if result.is_weighted
            else words("镇街人口不全，每份答卷同等计算")
        ),
        office.note(words("应答率 {share}", share=percent(result.response))),
    ]  # fmt: skip
    if result.missing:
        missing = "、".join(seat.area_name(town) for town in result.missing)
        told.append(office.bad(words("没有有效回答、结果不代表的镇街：{towns}", towns=missing)))
    return html.Section(told, className="case-section")


def _towns(towns: Sequence[TownResult], seat: Seat) -> Component:
    words = seat.words

    def differs(one: TownResult) -> list[Component | str]:
        if one.interval is None or len(towns) < 2:
            return [""]
        told = [
            html.Div([says, " ", office.named(words.listed(map(seat.area_name, others)))])
            for says, others in (
                (words("明显高于"), one.is_above), (words("明显低于"), one.is_below),
            )
            if others
        ]  # fmt: skip
        return [*told] or [words("与其他镇街无明显差别")]

    columns: office.Columns = (
        (words("镇街"), lambda one: office.named(seat.area_name(one.town))),
        (words("目标"), lambda one: str(one.wanted)),
        (words("有效"), lambda one: str(one.valid)),
        (words("结果"), lambda one: percent(one.share)),
        (words("95% 区间"), lambda one: spread(one.interval)),
        (words("与其他镇街比较"), differs),
        (words("访问次数"), lambda one: str(one.attempts)),
        (words("拒访"), lambda one: str(one.refused)),
        (words("未接通"), lambda one: str(one.unreachable)),
        (words("未答复"), lambda one: str(one.unanswered)),
        (words("不符合条件"), lambda one: str(one.ineligible)),
        (words("应答率"), lambda one: percent(one.response)),
        (words("人口"), lambda one: str(one.people or "")),
    )
    return office.table(columns, towns, words("没有样本"))


def _open_acts(held: SurveyWave, seat: Seat) -> list[Component]:
    words = seat.words
    towns = [(town, seat.area_name(town)) for town in held.wanted]
    parts: list[Component] = []
    if seat.may_enter and held.mode is not WaveMode.LINK:
        form = office.form(
            ids.do(PAGE),
            {"act": "waiting", "wave": held.wave_id},
            words("取待访样本"),
            fields.choice("town", words("镇街"), towns),
        )
        note = office.note(words("网格员、村（社区）人员不得代居民填写"))
        parts.append(html.Section([office.title(words("访问录入")), note, form]))
    if seat.may_run:
        links = office.form(
            ids.do(PAGE),
            {"act": "links", "wave": held.wave_id},
            words("生成一次性链接"),
            fields.choice("town", words("镇街"), towns),
            fields.text("count", words("份数"), is_required=True, input_mode="numeric", longest=3),
        )
        close = office.act(
            words("结束调查"),
            ids.do(PAGE),
            {"act": "close", "wave": held.wave_id},
            sure=words("结束后不再接受答卷，确定吗？"),
            words=words,
        )
        parts += [links, close]
    return parts
