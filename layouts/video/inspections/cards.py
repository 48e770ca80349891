"""A finding and a round of inspection: what is known, and what their reader may do now."""

import json
from collections.abc import Sequence
from typing import Any, Protocol

from dash import html
from dash.development.base_component import Component

from domain.video.inspections.findings import INSPECTION_FINDING, InspectionFinding
from domain.video.inspections.plans import Way
from domain.video.inspections.runs import Answer, InspectionRun
from domain.video.looks.reasons import Why
from layouts.elements.attributes import attributes
from layouts.elements.mantine import within
from layouts.office import fields, office
from layouts.video import parts
from layouts.video.inspections.drawn import DO, due_of, rule_of, table_of
from layouts.video.inspections.names import (
    answer_names,
    class_names,
    gravity_names,
    state_names,
    way_names,
)
from layouts.video.inspections.page import PAGE
from layouts.video.seat import Seat

LONGEST, DAYS = 1000, "15"


class OneFinding(Protocol):
    """A finding, and what its reader may do with it."""

    @property
    def finding(self) -> InspectionFinding:
        """It."""

    @property
    def before(self) -> InspectionFinding | None:
        """What it repeats."""

    @property
    def acts(self) -> frozenset[str]:
        """What may be done."""


class OneRun(Protocol):
    """A round with its findings."""

    @property
    def run(self) -> InspectionRun:
        """It."""

    @property
    def findings(self) -> Sequence[InspectionFinding]:
        """What was found in it."""

    @property
    def is_own(self) -> bool:
        """Whether its reader goes on with it."""


def finding_card(one: OneFinding, seat: Seat, files: Sequence[tuple[str, str]]) -> Component:
    """Everything of a finding."""
    words, finding = seat.words, one.finding
    shown: list[Component] = [
        office.title(words("检查问题"), finding.unit),
        parts.facts(_facts(one, seat)),
        *([office.note(words("演示数据"))] if finding.is_demo else []),
        *_acts(one, seat),
        parts.files(
            INSPECTION_FINDING.name, finding.finding_id, DO, files, words,
            may_add="photo" in one.acts,
        ),
        office.act(words("收起"), DO, {"act": "shut"}),
    ]  # fmt: skip
    return within(seat.reader, [html.Div(shown, className="case-card", id=f"{PAGE}-finding")])


def _facts(one: OneFinding, seat: Seat) -> list[tuple[str, Any]]:
    words, finding, zone = seat.words, one.finding, seat.zone_name
    camera = seat.camera_name(finding.camera_id) if finding.camera_id else ""
    picture = (
        words(
            "{at} 截取，SHA-256 {hash}",
            at=office.moment(finding.snapshot_at, zone),
            hash=finding.snapshot,
        )
        if finding.snapshot
        else ""
    )
    before = one.before
    return [
        (words("状态"), state_names(words)[finding.state]),
        (words("检查项"), rule_of(finding, seat)),
        (words("情况"), office.named(finding.text) if finding.text else ""),
        (words("检查部门"), office.named(seat.unit_name(finding.owner))),
        (words("场所类别"), class_names(words)[finding.place_class]),
        (words("方式"), way_names(words)[finding.way]),
        (words("地点"), office.named(seat.area_name(finding.area_code))),
        (words("重点部位"), office.named(seat.site_name(finding.site_id or ""))),
        (words("视频点位"), office.named(" ".join(filter(None, (camera, finding.preset))))),
        (words("检查画面"), picture),
        (words("发现"), f"{finding.by} · {office.moment(finding.found_at, zone)[:16]}"),
        (
            words("上次同一问题"),
            f"{office.moment(before.found_at, zone)[:10]} · {state_names(words)[before.state]}"
            if before
            else "",
        ),
        (words("整改责任"), office.named(seat.unit_name(finding.answerer))),
        (words("整改期限"), due_of(finding, seat) if finding.due_at else ""),
        (
            words("复查不通过"),
            words("{count} 次", count=finding.reworks) if finding.reworks else "",
        ),
        (words("整改回复"), office.named(finding.reply) if finding.reply else ""),
        (
            words("回复"),
            f"{finding.answered_by} · {office.moment(finding.answered_at, zone)[:16]}"
            if finding.answered_at
            else "",
        ),
        (
            words("复查"),
            f"{finding.rechecked_by} · {office.moment(finding.rechecked_at, zone)[:16]}"
            if finding.rechecked_at
            else "",
        ),
        (words("原因"), office.named(finding.reason) if finding.reason else ""),
    ]


def _times(count: int, seat: Seat) -> str:
    return seat.words("{count} 次", count=count) if count else ""


def _acts(one: OneFinding, seat: Seat) -> list[Component]:
    """What its reader may do now, each a form."""
    words, finding, acts = seat.words, one.finding, one.acts
    about = {"id": finding.finding_id}
    days = fields.text(
        "days", words("限期（天）"), longest=3, input_mode="numeric", value=DAYS, is_required=True
    )
    why = fields.lines("reason", words("原因"), longest=LONGEST, is_required=True)
    forms: list[Component] = []
    if "picture" in acts:
        forms.append(parts.form(DO, "picture", words("截取当前画面"), about=about))
    if "order" in acts:
        answerers = [
            (finding.area_code[:12], seat.area_name(finding.area_code[:12])),
            *seat.departments.items(),
        ]
        who = fields.choice("answerer", words("整改责任（社区或部门）"), answerers)
        forms.append(parts.form(DO, "order", words("下达整改通知"), who, days, about=about))
    if "answer" in acts:
        reply = fields.lines("reply", words("整改情况"), longest=LONGEST, is_required=True)
        forms.append(parts.form(DO, "answer", words("回复整改"), reply, about=about))
    if "pass" in acts:
        forms.append(parts.form(DO, "pass", words("复查通过，销号"), about=about))
        again = parts.form(DO, "fail", words("复查不通过，继续整改"), why, days, about=about)
        forms.append(parts.folded(words("复查不通过，继续整改"), again))
    if "withdraw" in acts:
        back = parts.form(DO, "withdraw", words("撤回"), why, about=about)
        forms.append(parts.folded(words("撤回（记录有误）"), back))
    return forms


def run_card(one: OneRun, seat: Seat, cameras: Sequence[str]) -> Component:
    """A round: its list, where a finding is written down, and how it ends."""
    words, run = seat.words, one.run
    is_open = one.is_own and run.ended_at is None
    shown: list[Component] = [
        office.title(words("检查"), run.name),
        parts.facts(
            [
                (words("检查部门"), office.named(seat.unit_name(run.owner))),
                (words("方式"), way_names(words)[run.way]),
                (words("检查人"), office.named(run.by)),
                (words("开始"), office.moment(run.started_at, seat.zone_name)[:16]),
                (
                    words("结束"),
                    office.moment(run.ended_at, seat.zone_name)[:16] if run.ended_at else "",
                ),
                (words("重点部位"), office.named(seat.site_name(run.site_id or ""))),
                (words("总体情况"), office.named(run.note) if run.note else ""),
            ]
        ),
        _questions(run, seat, is_open=is_open),
    ]
    if is_open:
        shown += [_cameras(run, seat, cameras)] if cameras and seat.may("video.see") else []
        shown += [_finding_form(run, seat, cameras), _end_form(run, seat)]
    if one.findings:
        shown += [office.title(words("本次发现的问题")), table_of(one.findings, seat)]
    shown.append(office.act(words("收起"), DO, {"act": "shut"}))
    return within(seat.reader, [html.Div(shown, className="case-card", id=f"{PAGE}-run")])


def _questions(run: InspectionRun, seat: Seat, *, is_open: bool) -> Component:
    words, names = seat.words, answer_names(seat.words)
    held = {
        number: answer for answer in Answer for number in getattr(run, answer.value)
    }  # fmt: skip
    rows = [(str(at), text) for at, text in enumerate(run.questions, 1)]

    def said(row: tuple[str, str]) -> Component | str:
        answer = held.get(row[0])
        if answer is None:
            return words("未填")
        return parts.bad(names[answer]) if answer is Answer.FAILED else names[answer]

    def acts(row: tuple[str, str]) -> list[Component]:
        asked = {"act": "answer_question", "id": run.run_id, "question": row[0]}
        return [
            office.act(names[one], DO, {**asked, "answer": one.value})
            for one in (Answer.PASSED, Answer.UNSEEN)
        ]

    columns: list[tuple[str, Any]] = [
        ("", lambda row: row[0]),
        (words("检查项"), lambda row: office.named(row[1])),
        (words("结果"), said),
    ]
    if is_open:
        columns.append((words("填写"), acts))
    return office.table(columns, rows, words("没有检查项"))


def _cameras(run: InspectionRun, seat: Seat, cameras: Sequence[str]) -> Component:
    """The cameras of the round, each shown when it is pressed (assets/pages/watch/)."""
    words = seat.words

    def button(camera: str) -> Component:
        name = seat.camera_name(camera)
        why = {"kind": Why.INSPECTION.value, "subject": run.run_id}
        told = json.dumps({"camera": camera, "why": why, "title": name}, ensure_ascii=False)
        shown = attributes({"data-watch": told, "aria-pressed": "false"})
        label = words("看画面：{name}", name=name)
        return html.Button(label, type="button", className="button small", **shown)

    lines = [html.Div(button(one), className="admin-acts") for one in cameras]
    return parts.folded(words("检查画面"), *lines, is_open=True)


def _finding_form(run: InspectionRun, seat: Seat, cameras: Sequence[str]) -> Component:
    words = seat.words
    questions = [(str(at), f"{at}. {text}") for at, text in enumerate(run.questions, 1)]
    gravities = [(one.value, name) for one, name in gravity_names(words).items()]
    inputs: list[Component] = [
        fields.choice("question", words("不合格的检查项"), questions),
        fields.choice("gravity", words("严重程度"), gravities),
        fields.choice(
            "site", words("重点部位（可不选）"), [("", words("不限")), *seat.sites],
            run.site_id or "",
        ),
        fields.text("unit", words("被检查单位（选了重点部位可不填）"), longest=64),
    ]  # fmt: skip
    if run.way is Way.REMOTE:
        named = [(one, seat.camera_name(one)) for one in cameras]
        inputs.append(fields.choice("camera", words("视频点位"), named))
        inputs.append(fields.text("preset", words("预置位或朝向"), longest=64))
    else:
        inputs.append(fields.text("lat", words("北纬（选了重点部位可不填）"), longest=12))
        inputs.append(fields.text("lon", words("东经（选了重点部位可不填）"), longest=12))
    inputs.append(fields.lines("text", words("情况"), longest=LONGEST, is_required=True))
    form = parts.form(
        DO, "find", words("记录问题"), *inputs, about={"id": run.run_id}, key=seat.key
    )
    return parts.folded(words("记录一个问题"), form)


def _end_form(run: InspectionRun, seat: Seat) -> Component:
    words = seat.words
    note = fields.lines("note", words("总体情况（可不填）"), longest=LONGEST)
    form = parts.form(DO, "end", words("结束检查"), note, about={"id": run.run_id})
    return parts.folded(words("结束检查"), form, is_open=not run.open_questions)
