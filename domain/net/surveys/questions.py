"""Questionnaires in versions, with skips: what is asked, and whether what was answered fits.

Source: docs/net.md, "Surveys"
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.errors import InvalidError
from domain.fields import as_text
from domain.kind import Audience, Kept, Kind
from domain.kind_fields import fields_of

MOST_QUESTIONS, MOST_OPTIONS = 40, 20
LONGEST_WORDS = 500
Answers = Mapping[str, Sequence[str]]


class AnswerKind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """Asked only of whoever gave one of these answers to an earlier question."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `options` are code and text, empty where the answer is words."""

    code: str
    text: str
    answer: AnswerKind
    options: tuple[tuple[str, str], ...] = ()
    only_if: OnlyIf | None = None
    is_needed: bool = True

    def is_asked(self, answers: Answers) -> bool:
        """Whether it is asked of whoever answered so far like this."""
        if self.only_if is None:
            return True
        return any(one in self.only_if.options for one in answers.get(self.only_if.question, ()))


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A version of a questionnaire.

    Attributes:
        measured: the question whose answers make the result.
        good: its options that count as good.
        screen: the question that tells who is asked at all, and `screen_ok` the options that pass;
            empty where everybody is.
        questions: the questions, as JSON (`read_questions`).
    """

    questionnaire_id: str
    name: str
    version: int
    measured: str
    good: tuple[str, ...]
    questions: str
    at: datetime
    by: str
    screen: str = ""
    screen_ok: tuple[str, ...] = ()
    is_demo: bool = False

    @property
    def asked(self) -> tuple[Question, ...]:
        """Its questions in their order."""
        return read_questions(self.questions)

    def passes(self, answers: Answers) -> bool:
        """Whether somebody is one of those who are asked."""
        if not self.screen:
            return True
        return any(one in self.screen_ok for one in answers.get(self.screen, ()))


QUESTIONNAIRE = Kind(
    name="questionnaire",
    entity=Questionnaire,
    fields=fields_of(Questionnaire),
    id_field="questionnaire_id",
    audience=Audience(("net.surveys.see",)),
    kept=Kept.NEWEST,
    title="调查问卷",
    says={"add": "登记了调查问卷"},
)


def read_questions(text: str) -> tuple[Question, ...]:
    """Questions from JSON, checked.

    Raises:
        InvalidError: it is none, or a question has no code, no text, or a skip that leads nowhere.
    """
    try:
        raw = json.loads(text)
        found = tuple(_question(one) for one in raw)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidError(says="questions_unreadable", field="questions") from None
    _check(found)
    return found


def _question(raw: Mapping[str, Any]) -> Question:
    only = raw.get("only_if")
    return Question(
        code=str(raw["code"]),
        text=str(raw["text"]),
        answer=AnswerKind(raw["answer"]),
        options=tuple((str(code), str(name)) for code, name in raw.get("options", ())),
        only_if=OnlyIf(str(only[0]), tuple(str(one) for one in only[1])) if only else None,
        is_needed=bool(raw.get("needed", True)),
    )


def _check(questions: Sequence[Question]) -> None:
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise InvalidError(says="questions_many", most=MOST_QUESTIONS, field="questions")
    before: dict[str, Question] = {}
    for one in questions:
        is_choice = one.answer is not AnswerKind.WORDS
        wants = 2 <= len(one.options) <= MOST_OPTIONS if is_choice else not one.options
        if not one.code or not one.text or one.code in before or not wants:
            raise InvalidError(says="question_wrong", question=one.code[:32], field="questions")
        if one.only_if is not None:
            asked = before.get(one.only_if.question)
            known = {code for code, _ in asked.options} if asked else set()
            if not {*one.only_if.options} <= known or not one.only_if.options:
                raise InvalidError(
                    says="question_skip_wrong", question=one.code[:32], field="questions"
                )
        before[one.code] = one


def written(questions: Sequence[Question]) -> str:
    """Questions as JSON."""
    return json.dumps(
        [
            {
                "code": one.code,
                "text": one.text,
                "answer": one.answer.value,
                **({"options": [list(pair) for pair in one.options]} if one.options else {}),
                **(
                    {"only_if": [one.only_if.question, list(one.only_if.options)]}
                    if one.only_if
                    else {}
                ),
                **({} if one.is_needed else {"needed": False}),
            }
            for one in questions
        ],
        ensure_ascii=False,
    )


def check_measured(made: Questionnaire) -> None:
    """See that the result and the screen of a questionnaire are questions of it.

    Raises:
        InvalidError: they are not, or no option of it is good.
    """
    known = {one.code: {code for code, _ in one.options} for one in made.asked}
    fits = made.good and {*made.good} < known.get(made.measured, set())
    screens = not made.screen or ({*made.screen_ok} < known.get(made.screen, set()))
    if not fits or not screens:
        raise InvalidError(says="questions_measure", field="measured")


def checked_answers(form: Questionnaire, told: Answers) -> dict[str, list[str]]:
    """What was answered, where it fits the questionnaire and its skips.

    Whoever does not pass the screen is asked nothing more: nothing else is kept of them.

    Raises:
        InvalidError: an unknown question or option, a question that was to be skipped, several
            answers to one that takes one, or none to one that needs it.
    """
    questions = {one.code: one for one in form.asked}
    given = {code: [one for one in values if one] for code, values in told.items()}
    for code in given:
        if code not in questions:
            raise InvalidError(says="answer_unknown", question=code[:32], field="answers")
    kept: dict[str, list[str]] = {}
    for code, question in questions.items():
        values = given.get(code, [])
        if not question.is_asked(kept):
            if values:
                raise InvalidError(says="answer_skipped", question=question.text, field="answers")
            continue
        if values:
            kept[code] = _fits(question, values)
        elif question.is_needed:
            raise InvalidError(
                says="survey_answer_missing", question=question.text, field="answers"
            )
        if code == form.screen and not form.passes(kept):
            return {code: kept[code]} if code in kept else {}
    return kept


def without_skipped(form: Questionnaire, told: Answers) -> dict[str, Sequence[str]]:
    """Answers without those to questions that were not to be asked.

    A page without a script shows them all.
    """
    questions = {one.code: one for one in form.asked}
    kept = {code: values for code, values in told.items() if code not in questions}
    for code, question in questions.items():  # in their order: a skip may hang on a skipped one
        if code in told and question.is_asked(kept):
            kept[code] = told[code]
    return kept


def _fits(question: Question, values: Sequence[str]) -> list[str]:
    if question.answer is AnswerKind.WORDS:
        return [as_text(values[0], "answers", longest=LONGEST_WORDS, lines=True)]
    known = {code for code, _ in question.options}
    chosen = list(dict.fromkeys(values))
    if not {*chosen} <= known or (question.answer is AnswerKind.ONE and len(chosen) > 1):
        raise InvalidError(says="answer_wrong", question=question.text, field="answers")
    return chosen
