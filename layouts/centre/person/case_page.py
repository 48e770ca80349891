"""The page of a party, `/case/<token>`: plain HTML for a phone, without a script.

Whatever comes from outside passes through `escape`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from html import escape

from domain.centre.person.ratings import LONGEST_SENTENCE, MOST_STARS
from domain.centre.person.shown import Phase, Shown
from domain.words import Words

STYLE = "/assets/pages/case/case.css"
# Digits of a phone or of a PIN, with some room for blanks.
LONGEST_PROOF = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every state of the page shows.

    Attributes:
        place: whose centre it is.
        words: of the language it is drawn in.
        zone: in which days and hours are told.
        is_demo: what stands here is invented.
        error: what went wrong, as a sentence; empty where nothing did.
    """

    place: str
    words: Words
    zone: tzinfo
    is_demo: bool = False
    error: str = ""


def ask_page(sheet: Sheet) -> str:
    """The page before anything is proven; the same for every address."""
    words = sheet.words
    hint = words("手机号为登记时留下的本人号码；没有手机的，输入回执上印的查询码。")
    body = (
        f'<form method="post" action="?lang={words.language}">'
        f'<label for="proof">{_said(words("手机号后四位，或回执上的查询码"))}</label>'
        '<input id="proof" name="proof" inputmode="numeric" pattern="[0-9 ]*" required '
        f'autocomplete="off" maxlength="{LONGEST_PROOF}">'
        f'<button type="submit">{_said(words("查询"))}</button></form>'
        f'<p class="hint">{_said(hint)}</p>'
    )
    return _page(sheet, words("案件进度查询"), body, switch=_link(sheet))


def case_page(sheet: Sheet, shown: Shown, pass_key: str) -> str:
    """Where a case stands, whom to call, what to bring, and the way to say how it was."""
    words = sheet.words
    facts = [
        (words("案件编码"), shown.code, "code"),
        (words("办理期限"), _last_day(shown.due_at, sheet.zone), ""),
        (words("可请求复查、复核至"), _last_day(shown.ask_by, sheet.zone), ""),
        (words("联系电话"), shown.phone, "phone"),
    ]
    if shown.appointment is not None:
        when = f"{shown.appointment.at.astimezone(sheet.zone):%Y-%m-%d %H:%M}"
        facts.append((words("下次预约"), f"{when} {shown.appointment.place}".strip(), ""))
    parts = [
        f'<p class="phase">{_said(phase_words(shown.phase, words))}</p>',
        "<dl>" + "".join(_fact(*one) for one in facts if one[1]) + "</dl>",
    ]
    if shown.bring:
        items = "".join(f"<li>{_said(words(one))}</li>" for one in shown.bring)
        parts.append(f"<h2>{_said(words('办理时请携带'))}</h2><ul>{items}</ul>")
    if shown.may_rate:
        parts.append(_rating(words, pass_key))
    elif shown.stars is not None:
        thanks = words("您的评价：{stars} 分，谢谢。", stars=shown.stars)
        parts.append(f'<p class="thanks" role="status">{_said(thanks)}</p>')
    return _page(sheet, words("案件进度"), "".join(parts), switch=_again(sheet, pass_key))


def phase_words(phase: Phase, words: Words) -> str:
    """Where a case stands, in plain words."""
    told = {
        Phase.RECEIVED: words("已受理，正在安排承办单位"),
        Phase.HANDLED: words("正在办理"),
        Phase.PERFORMED: words("已达成一致，正在履行"),
        Phase.ENDED: words("已办理完毕"),
    }
    return told[phase]


def _rating(words: Words, pass_key: str) -> str:
    stars = "".join(
        f'<label><input type="radio" name="stars" value="{one}" required><span>{one}</span></label>'
        for one in range(1, MOST_STARS + 1)
    )
    return (
        f"<h2>{_said(words('您对办理满意吗？'))}</h2>"
        f'<form method="post" action="?lang={words.language}">'
        f'<input type="hidden" name="pass" value="{escape(pass_key)}">'
        f"<fieldset><legend>{_said(words('1 分最低，5 分最高'))}</legend>"
        f'<div class="stars">{stars}</div></fieldset>'
        f'<label for="words">{_said(words("想说的话（可不填）"))}</label>'
        f'<textarea id="words" name="words" rows="3" maxlength="{LONGEST_SENTENCE}"></textarea>'
        f'<button type="submit">{_said(words("提交评价"))}</button></form>'
    )


def _fact(name: str, value: str, kind: str) -> str:
    told = _said(value)
    if kind == "phone":
        told = f'<a href="tel:{escape(value)}">{told}</a>'
    elif kind == "code":
        told = f'<span class="code" translate="no">{told}</span>'
    return f"<div><dt>{_said(name)}</dt><dd>{told}</dd></div>"


def _link(sheet: Sheet) -> str:
    other, name = _other(sheet)
    return f'<a class="switch" lang="{other}" href="?lang={other}">{name}</a>'


def _again(sheet: Sheet, pass_key: str) -> str:
    """The other language of what is shown already: sent, so that no address holds the pass."""
    other, name = _other(sheet)
    return (
        f'<form method="post" action="?lang={other}" class="switch">'
        f'<input type="hidden" name="pass" value="{escape(pass_key)}">'
        f'<button type="submit" lang="{other}">{name}</button></form>'
    )


def _other(sheet: Sheet) -> tuple[str, str]:
    return ("zh", sheet.words("中文")) if sheet.words.language == "en" else ("en", "English")


def _page(sheet: Sheet, title: str, body: str, *, switch: str) -> str:
    words = sheet.words
    demo = f'<p class="demo">{_said(words("演示数据"))}</p>' if sheet.is_demo else ""
    error = f'<p class="error" role="alert">{_said(sheet.error)}</p>' if sheet.error else ""
    return (
        f'<!DOCTYPE html><html lang="{words.tag}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{_said(title)}</title><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="{STYLE}"></head><body>'
        f"<header><p>{_said(sheet.place)}</p><p>{_said(words('矛盾纠纷多元化解中心'))}</p>{switch}</header>"
        f"<main><h1>{_said(title)}</h1>{demo}{error}{body}</main>"
        f"<footer>{_said(words('本页只显示您本人回执上的案件进度。'))}</footer></body></html>"
    )


def _said(text: str) -> str:
    return escape(text)


def _last_day(due_at: datetime | None, zone: tzinfo) -> str:
    """A limit is kept until before `due_at`."""
    return "" if due_at is None else f"{(due_at - timedelta(seconds=1)).astimezone(zone):%Y-%m-%d}"
