"""Everything of surveys, put together once."""

from operations.net.fusion.fusion_desk import FusionDesk
from operations.net.surveys.complaints import Intake, SurveyComplaints
from operations.net.surveys.interviews import Interviews
from operations.net.surveys.links import SurveyLinks
from operations.net.surveys.official import OfficialResults
from operations.net.surveys.questionnaires import Questionnaires
from operations.net.surveys.waves import Waves


class Surveys:
    """Surveys of safety and satisfaction.

    Args:
        desk: what the operations of the part share.
        intake: of the dispute centre: words that name a problem become a case.
        base: where people outside reach the server; empty where that is not set.

    Attributes:
        waves: opened, closed, evaluated; their one-time links.
        questionnaires: what is asked, in versions.
        interviews: samples and answers; `links`: the same by a one-time link.
        official: what was measured by others.
        complaints: from words to a case.
    """

    def __init__(self, desk: FusionDesk, intake: Intake, base: str = "") -> None:
        self.waves = Waves(desk, base)
        self.questionnaires = Questionnaires(desk)
        self.interviews = Interviews(desk)
        self.links = SurveyLinks(desk)
        self.official = OfficialResults(desk)
        self.complaints = SurveyComplaints(desk, intake)
