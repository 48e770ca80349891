"""Tables of surveys: questionnaires, waves, samples, official results."""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text

from store.columns import Moment, key_text, sequence
from store.models.declared import Mapped, mapped_column
from store.models.facts import Base


class QuestionnaireRow(Base):
    """A version of a questionnaire."""

    __tablename__ = "questionnaire"

    questionnaire_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    measured: Mapped[str] = mapped_column(Text)
    good: Mapped[str | None] = mapped_column(Text)
    questions: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    screen: Mapped[str] = mapped_column(Text)
    screen_ok: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class SurveyWaveRow(Base):
    """A wave of a survey."""

    __tablename__ = "survey_wave"

    wave_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    wave: Mapped[str] = mapped_column(String(32))
    mode: Mapped[str] = mapped_column(String(32))
    frame: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(key_text())
    questionnaire_id: Mapped[str] = mapped_column(Text)
    targets: Mapped[str | None] = mapped_column(Text)
    populations: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())


class SurveySampleRow(Base):
    """A sample of a town and what was answered."""

    __tablename__ = "survey_sample"
    __table_args__ = (
        Index("survey_sample_of_wave", "wave_id", "town", "outcome"),
        Index("survey_sample_by_link", "token_hash"),
    )

    sample_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    wave_id: Mapped[str] = mapped_column(key_text())
    town: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    shared_with: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(Integer)
    token_hash: Mapped[str] = mapped_column(key_text())
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    by: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[str | None] = mapped_column(Text)
    has_problem: Mapped[bool]
    case_code: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool]
    text: Mapped[str | None] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(sequence())


class OfficialResultRow(Base):
    """An official result with its document."""

    __tablename__ = "official_result"

    result_id: Mapped[str] = mapped_column(key_text(), primary_key=True)
    wave: Mapped[str] = mapped_column(String(32))
    period: Mapped[str] = mapped_column(Text)
    permille: Mapped[int] = mapped_column(Integer)
    issuer: Mapped[str] = mapped_column(Text)
    document: Mapped[str] = mapped_column(Text)
    day: Mapped[str] = mapped_column(key_text())
    owner: Mapped[str | None] = mapped_column(key_text())
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(Text)
    shared_with: Mapped[str | None] = mapped_column(Text)
    answers: Mapped[int | None] = mapped_column(Integer)
    is_demo: Mapped[bool]
    seq: Mapped[int] = mapped_column(sequence())
