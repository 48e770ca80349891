"""Where interviewers enter what they were told: samples that wait, and the questions of one."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.net.surveys.questions import LONGEST_WORDS, AnswerKind, Question, Questionnaire
from domain.net.surveys.waves import SurveySample
from domain.words import Words
from layouts.elements.mantine import within
from layouts.net.surveys.page import PAGE
from layouts.net.surveys.seat import Seat, outcome_names
from layouts.office import fields, ids, office


def waiting(samples: Sequence[SurveySample], seat: Seat) -> Component:
    """Samples an interviewer may ask next."""
    words = seat.words
    columns: office.Columns = (
        (words("样本"), lambda one: office.named(one.sample_id)),
        (words("已访次数"), lambda one: str(one.attempts)),
        (
            "",
            lambda one: office.act(
                words("访问"), ids.do(PAGE), {"act": "ask", "sample": one.sample_id}
            ),
        ),
    )
    return office.table(columns, samples, words("没有待访样本"))


def entry(sample: SurveySample, form: Questionnaire, seat: Seat) -> Component:
    """The questionnaire of one sample, and what may be said where nobody answers."""
    words = seat.words
    asked = {"act": "answer", "sample": sample.sample_id}
    questions = [_question(one, words) for one in form.asked]
    yes_no = [("", words("否")), ("yes", words("是"))]
    problem = fields.choice("has_problem", words("文字反映了需解决的问题"), yes_no)
    tries = [
        office.act(
            name,
            ids.do(PAGE),
            {"act": "try", "sample": sample.sample_id, "outcome": outcome.value},
        )
        for outcome, name in outcome_names(words).items()
    ]
    return within(
        seat.reader,
        [
            office.title(words("样本"), sample.sample_id),
            office.form(ids.do(PAGE), asked, words("提交答卷"), *questions, problem),
            html.Div(tries, className="admin-acts"),
        ],
    )


def _question(one: Question, words: Words) -> Component:
    name, label = f"answer.{one.code}", one.text
    drawn: Component
    if one.answer is AnswerKind.WORDS:
        drawn = fields.lines(name, label, longest=LONGEST_WORDS)
    elif one.answer is AnswerKind.MANY:
        drawn = fields.several(name, label, one.options)
    else:
        drawn = fields.choice(name, label, [("", words("未问")), *one.options])
    return drawn
