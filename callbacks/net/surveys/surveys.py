"""The page of surveys: waves shown, opened, answered for whoever was asked, and evaluated."""

import csv
import io
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol
from uuid import uuid4

from dash import Dash, Output

from callbacks import office
from callbacks.fields import several, whole, word
from callbacks.guarded import caller
from domain.access.access import may
from domain.codes.area_codes import Level
from domain.errors import InvalidError
from domain.net.surveys.questions import Questionnaire
from domain.net.surveys.waves import OfficialResult, Outcome, WaveKind, WaveMode
from domain.words import Catalogues
from layouts.net.surveys import entry, overview, wave
from layouts.net.surveys.page import FILE, PAGE, VIEW
from layouts.net.surveys.seat import Seat
from layouts.reader import Reader
from operations.net.fusion.fusion_desk import FusionDesk
from operations.net.surveys.interviews import Told
from operations.net.surveys.surveys import Surveys
from operations.net.surveys.waves import NewWave

_ANSWER, _TARGET = "answer.", "target."
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the moment is the store's
_BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8


class Parts(Protocol):
    """What the product is made of, as far as this page asks for it."""

    catalogues: Catalogues
    surveys: Surveys
    fusion_desk: FusionDesk
    zone_name: str

    def area_name(self, code: str) -> str:
        """What an area is called."""


def register(app: Dash, parts: Parts) -> None:
    """Wire the page to its operations."""

    @office.views(app, parts, PAGE, VIEW)
    async def show_surveys(asked: office.Asked, reader: Reader) -> Any:
        """All waves, or the one its reader has opened."""
        wave_id, seat = asked.text("wave"), _seat(parts, reader)
        if wave_id:
            held = await parts.surveys.waves.result(wave_id, caller())
            return wave.wave(held.wave, held.form, held.result, seat)
        page = await parts.surveys.waves.page(caller())
        documents = await parts.surveys.official.documents(page.official, caller())
        return overview.overview(page, documents, seat)

    @office.does(app, parts, PAGE, file=Output(FILE, "data"))
    async def do_surveys(asked: office.Asked, reader: Reader) -> office.Told:
        return await asked.one_of(_ACTS)(parts, asked, reader)

    @office.redraws(app, parts, PAGE, office.repeats("waiting", "ask", "document"))
    async def redraw_samples(asked: office.Asked, reader: Reader) -> office.Told:
        return await _ACTS[asked.act](parts, asked, reader)


def _seat(parts: Parts, reader: Reader) -> Seat:
    who, desk = caller(), parts.fusion_desk
    return Seat(
        reader,
        parts.zone_name,
        uuid4().hex,
        parts.area_name,
        {
            code: area.name
            for code, area in sorted(desk.areas().items())
            if area.level is Level.TOWN
        },
        may_run=may(who, "net.surveys.run", department=desk.settings.surveys),
        may_enter=may(who, "net.surveys.enter"),
    )


async def _open(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    targets = {
        name.removeprefix(_TARGET): whole(asked, name, longest=4)
        for name in asked.names()
        if name.startswith(_TARGET) and asked.text(name)
    }
    new = NewWave(
        name=asked.text("name"),
        wave=word(WaveKind, asked, "wave"),
        mode=word(WaveMode, asked, "mode"),
        frame=asked.text("frame"),
        targets=targets,
        questionnaire_id=asked.text("form"),
        key=asked.text("key"),
    )
    await parts.surveys.waves.open(new, caller())
    return _done(reader)


async def _close(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    await parts.surveys.waves.close(asked.text("wave"), caller())
    return _done(reader)


async def _links(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    town, count = asked.text("town"), whole(asked, "count")
    tokens = await parts.surveys.waves.links(asked.text("wave"), town, count, caller())
    made = io.StringIO()
    addresses = ([parts.surveys.waves.address(one)] for one in tokens)
    csv.writer(made).writerows([[reader.words("链接")], *addresses])
    content = (_BYTE_ORDER_MARK + made.getvalue()).encode()
    file = office.download(reader.words("一次性链接.csv"), content, "text/csv")
    says = reader.words("已生成 {count} 个链接，只下载这一次", count=len(tokens))
    return office.Told(says, more={"file": file})


async def _waiting(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    found = await parts.surveys.interviews.waiting(asked.text("wave"), asked.text("town"), caller())
    card = entry.waiting(found, _seat(parts, reader))
    return office.Told(card=card, is_changed=False)


async def _ask(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    sample, form = await parts.surveys.interviews.sample(asked.text("sample"), caller())
    return office.Told(card=entry.entry(sample, form, _seat(parts, reader)), is_changed=False)


async def _answer(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    _, form = await parts.surveys.interviews.sample(asked.text("sample"), caller())
    told = Told(answers_of(asked, form), asked.text("has_problem") == "yes")
    await parts.surveys.interviews.enter(asked.text("sample"), told, caller())
    return office.Told(reader.words("已保存"), card=None)


def answers_of(asked: office.Asked, form: Questionnaire) -> dict[str, list[str]]:
    """What a form says of each question: codes with commas between, or words as they are."""
    options = {one.code: one.options for one in form.asked}
    told: dict[str, list[str]] = {}
    for name in asked.names():
        code = name.removeprefix(_ANSWER)
        if name.startswith(_ANSWER) and asked.text(name):
            text = asked.text(name)
            told[code] = list(several(asked, name)) if options.get(code) else [text]
    return told


async def _try(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    outcome = word(Outcome, asked, "outcome")
    await parts.surveys.interviews.try_once(asked.text("sample"), outcome, caller())
    return office.Told(reader.words("已保存"), card=None)


async def _official(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = OfficialResult(
        result_id="",
        wave=word(WaveKind, asked, "wave"),
        period=asked.text("period"),
        permille=_permille(asked.text("percent")),
        issuer=asked.text("issuer"),
        document=asked.text("document"),
        day=asked.text("day"),
        owner=None,
        at=_NEVER,
        by="",
        answers=whole(asked, "answers") or None,
    )
    made = await parts.surveys.official.add(told, caller())
    says = reader.words("已保存，请上传文件原件")
    return office.Told(says, card=await _official_card(parts, made.result_id, reader))


async def _document(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    card = await _official_card(parts, asked.text("id"), reader)
    return office.Told(card=card)


async def _official_card(parts: Parts, result_id: str, reader: Reader) -> Any:
    official = parts.surveys.official
    one = await official.one(result_id, caller())
    files = await official.documents([one], caller())
    return overview.official_card(one, files.get(result_id, ()), _seat(parts, reader))


def _permille(text: str) -> int:
    try:
        told = Decimal(text.strip().removesuffix("%"))
        permille = told * 10
        is_fine = 0 <= told <= 100 and permille == permille.to_integral_value()
    except InvalidOperation:
        is_fine = False
    if not is_fine:
        raise InvalidError(says="survey_percent", field="percent")
    return int(permille)


async def _questionnaire(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    told = Questionnaire(
        questionnaire_id="",
        name=asked.text("name"),
        version=0,
        measured=asked.text("measured"),
        good=several(asked, "good"),
        questions=asked.text("questions"),
        at=_NEVER,
        by="",
        screen=asked.text("screen"),
        screen_ok=several(asked, "screen_ok"),
    )
    made = await parts.surveys.questionnaires.add(told, caller())
    return office.Told(reader.words("已保存为第 {version} 版", version=made.version))


async def _to_case(parts: Parts, asked: office.Asked, reader: Reader) -> office.Told:
    code = await parts.surveys.complaints.to_case(asked.text("sample"), caller())
    return office.Told(reader.words("已转为案件：{code}", code=code))


def _done(reader: Reader) -> office.Told:
    return office.Told(reader.words("已保存"))


_Act = Callable[[Parts, office.Asked, Reader], Awaitable[office.Told]]
_ACTS: Mapping[str, _Act] = {
    "open": _open,
    "close": _close,
    "links": _links,
    "waiting": _waiting,
    "ask": _ask,
    "answer": _answer,
    "try": _try,
    "official": _official,
    "document": _document,
    "questionnaire": _questionnaire,
    "to_case": _to_case,
}
