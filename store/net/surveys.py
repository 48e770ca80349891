"""Surveys: questionnaires, waves and samples, as far as somebody may see them."""

from sqlalchemy import Connection, case, func, select

from domain.access.callers import Caller
from domain.centre.cases.case import CASE
from domain.centre.person.ratings import CASE_RATING
from domain.net.surveys.questions import QUESTIONNAIRE, Questionnaire
from domain.net.surveys.waves import SURVEY_SAMPLE, SURVEY_WAVE, Outcome, SurveySample, SurveyWave
from store.kind_tables import TABLES
from store.live.visible import visible
from store.rows import reader

SAMPLES, WAVES = TABLES[SURVEY_SAMPLE.name], TABLES[SURVEY_WAVE.name]
FORMS, RATINGS = TABLES[QUESTIONNAIRE.name], TABLES[CASE_RATING.name]
CASES = TABLES[CASE.name]


def samples_of(connection: Connection, wave_id: str, who: Caller) -> list[SurveySample]:
    """The samples of a wave that a caller may see."""
    query = select(SAMPLES).where(SAMPLES.c.wave_id == wave_id, visible(SURVEY_SAMPLE, who))
    return [reader(SURVEY_SAMPLE)(row) for row in connection.execute(query).mappings()]


def waiting(
    connection: Connection, wave_id: str, town: str, who: Caller, most: int
) -> list[SurveySample]:
    """The samples of a town that wait for their answers, those tried least first."""
    query = (
        select(SAMPLES)
        .where(
            SAMPLES.c.wave_id == wave_id,
            SAMPLES.c.town == town,
            SAMPLES.c.outcome == Outcome.WAITING.value,
            SAMPLES.c.token_hash == "",
            visible(SURVEY_SAMPLE, who),
        )
        .order_by(SAMPLES.c.attempts, SAMPLES.c.sample_id)
        .limit(most)
    )
    return [reader(SURVEY_SAMPLE)(row) for row in connection.execute(query).mappings()]


def problems(connection: Connection, who: Caller, most: int) -> list[SurveySample]:
    """Words of samples that name a problem and are no case yet."""
    query = (
        select(SAMPLES)
        .where(
            SAMPLES.c.has_problem.is_(True),
            SAMPLES.c.case_code.is_(None),
            visible(SURVEY_SAMPLE, who),
        )
        .order_by(SAMPLES.c.answered_at, SAMPLES.c.sample_id)
        .limit(most)
    )
    return [reader(SURVEY_SAMPLE)(row) for row in connection.execute(query).mappings()]


def numbered(connection: Connection, wave_id: str, town: str) -> int:
    """How many samples of a town there are: the next one is numbered after them."""
    of = (SAMPLES.c.wave_id == wave_id, SAMPLES.c.town == town)
    return connection.scalar(select(func.count()).select_from(SAMPLES).where(*of)) or 0


def by_link(connection: Connection, token_hash: str) -> SurveySample | None:
    """The sample of a link: asked by whoever holds it, without an account."""
    query = select(SAMPLES).where(SAMPLES.c.token_hash == token_hash)
    row = connection.execute(query).mappings().first()
    return reader(SURVEY_SAMPLE)(row) if row else None


def wave_of(connection: Connection, wave_id: str) -> SurveyWave | None:
    """A wave, whoever may see it: for the page of a link."""
    row = connection.execute(select(WAVES).where(WAVES.c.wave_id == wave_id)).mappings().first()
    return reader(SURVEY_WAVE)(row) if row else None


def form_of(connection: Connection, questionnaire_id: str) -> Questionnaire | None:
    """A version of a questionnaire."""
    query = select(FORMS).where(FORMS.c.questionnaire_id == questionnaire_id)
    row = connection.execute(query).mappings().first()
    return reader(QUESTIONNAIRE)(row) if row else None


def last_version(connection: Connection, name: str) -> int:
    """The newest version of a questionnaire of a name; 0 where there is none."""
    query = select(func.max(FORMS.c.version)).where(FORMS.c.name == name)
    return connection.scalar(query) or 0


def service_ratings(connection: Connection, good_from: int) -> tuple[int, int]:
    """How many ratings after a case there are, and how many have so many stars or more.

    Every case names the bodies that handle it, so `counted` would count none: like the centre's
    own figures this leaves out what is sealed.
    """
    stars = RATINGS.c.stars
    query = (
        select(func.count(), func.coalesce(func.sum(case((stars >= good_from, 1), else_=0)), 0))
        .select_from(RATINGS.join(CASES, CASES.c.code == RATINGS.c.case_code))
        .where(CASES.c.is_sealed.is_not(True))
    )
    count, good = connection.execute(query).one()
    return int(count), int(good)
