"""Finding waves and samples for whoever may see them, and who runs surveys."""

from sqlalchemy import Connection

from domain.access.access import require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.net.surveys.questions import Questionnaire
from domain.net.surveys.waves import SURVEY_SAMPLE, SURVEY_WAVE, SurveySample, SurveyWave
from operations.net.fusion.fusion_desk import FusionDesk
from store.net import fusion as of_kind
from store.net import surveys as kept


def check_runs(desk: FusionDesk, caller: Caller) -> None:
    """Refuse whoever runs no surveys.

    Raises:
        NotAllowedError: the caller does not, or is of another department.
    """
    require(caller, "net.surveys.run", department=desk.settings.surveys)


def wave_of(one: Connection, wave_id: str, caller: Caller) -> tuple[SurveyWave, Questionnaire]:
    """A wave with its questionnaire.

    Raises:
        NotFoundError: none of the caller's.
    """
    wave = of_kind.one_of(one, SURVEY_WAVE, wave_id, caller)
    form = kept.form_of(one, wave.questionnaire_id) if wave else None
    if wave is None or form is None:
        raise NotFoundError(says="no_wave", field="wave")
    return wave, form


def sample_of(one: Connection, sample_id: str, caller: Caller) -> SurveySample:
    """A sample.

    Raises:
        NotFoundError: none of the caller's.
    """
    sample = of_kind.one_of(one, SURVEY_SAMPLE, sample_id, caller)
    if sample is None:
        raise NotFoundError(says="no_sample", field="sample")
    return sample
