"""The page of a one-time link, `/survey/<token>`: plain HTML for a phone, without a script.

Whatever comes from outside passes through `escape`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from domain.net.surveys.questions import LONGEST_WORDS, AnswerKind, Question, Questionnaire
from domain.words import Words

STYLE = "/assets/pages/survey/survey.css"
# What the fields of answers begin with, and the box that says the words name a problem.
ANSWER, PROBLEM = "a.", "problem"
Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every state of the page shows; `error` is a sentence, empty where nothing went wrong."""

    place: str
    words: Words
    is_demo: bool = False
    error: str = ""


def form_page(sheet: Sheet, name: str, form: Questionnaire, given: Given | None = None) -> str:
    """The questionnaire; `given`: what was chosen before something went wrong."""
    words, chosen = sheet.words, given or {}
    texts = {one.code: one for one in form.asked}
    questions = "".join(_question(one, texts, chosen, words) for one in form.asked)
    note = words("匿名填写，每个链接只能提交一次。没有人知道是谁填的，请按真实感受作答。")
    problem = words("上面写的是需要有人处理的问题，请转交办理（不附个人信息）")
    body = (
        f'<p class="hint">{_said(note)}</p>'
        f'<form method="post" action="?lang={words.language}">{questions}'
        f'<label class="box"><input type="checkbox" name="{PROBLEM}" value="yes">'
        f"<span>{_said(problem)}</span></label>"
        f'<button type="submit">{_said(words("提交"))}</button></form>'
    )
    return _page(sheet, name, body, has_switch=True)


def thanks_page(sheet: Sheet) -> str:
    """After the answers were taken."""
    words = sheet.words
    said = _said(words("已提交，谢谢您的参与。这个链接不能再用。"))
    return _page(sheet, words("民意调查"), f'<p class="thanks" role="status">{said}</p>')


def closed_page(sheet: Sheet) -> str:
    """A link that opens nothing; why is told to nobody."""
    return _page(sheet, sheet.words("民意调查"), "", has_switch=True)


def _question(one: Question, texts: Mapping[str, Question], chosen: Given, words: Words) -> str:
    legend = f"<legend>{_said(one.text)}</legend>{_condition(one, texts, words)}"
    name = escape(ANSWER + one.code)
    given = chosen.get(one.code, ())
    if one.answer is AnswerKind.WORDS:
        text = _said(given[0] if given else "")
        field = (
            f'<textarea name="{name}" rows="3" maxlength="{LONGEST_WORDS}" '
            f'aria-label="{_said(one.text)}">{text}</textarea>'
        )
        return f"<fieldset>{legend}{field}</fieldset>"
    kind = "checkbox" if one.answer is AnswerKind.MANY else "radio"
    options = "".join(
        f'<label class="box"><input type="{kind}" name="{name}" value="{escape(code)}"'
        f"{' checked' if code in given else ''}><span>{_said(text)}</span></label>"
        for code, text in one.options
    )
    return f"<fieldset>{legend}{options}</fieldset>"


def _condition(one: Question, texts: Mapping[str, Question], words: Words) -> str:
    """Of whom it is asked, in words: the page has no script to hide it."""
    if one.only_if is None:
        return ""
    before = texts[one.only_if.question]
    names = dict(before.options)
    told = "、".join(names[code] for code in one.only_if.options)
    said = words("仅当“{question}”选择“{options}”时填写", question=before.text, options=told)
    return f'<p class="hint">{_said(said)}</p>'


def _page(sheet: Sheet, heading: str, body: str, *, has_switch: bool = False) -> str:
    words = sheet.words
    other, name = ("zh", words("中文")) if words.language == "en" else ("en", "English")
    switch = f'<a class="switch" lang="{other}" href="?lang={other}">{name}</a>'
    demo = f'<p class="demo">{_said(words("演示数据"))}</p>' if sheet.is_demo else ""
    error = f'<p class="error" role="alert">{_said(sheet.error)}</p>' if sheet.error else ""
    return (
        f'<!DOCTYPE html><html lang="{words.tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{_said(heading)}</title><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="{STYLE}"></head><body>'
        f"<header><p>{_said(sheet.place)}</p>{switch if has_switch else ''}</header>"
        f"<main><h1>{_said(heading)}</h1>{error}{body}{demo}</main></body></html>"
    )


def _said(text: str) -> str:
    return escape(text)
