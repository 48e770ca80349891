"""Which module draws which form."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from domain.centre.papers.facts import Facts
from domain.centre.papers.forms import PaperForm
from operations.centre.papers import (
    ending_forms,
    mediation_forms,
    opening_forms,
    petition_forms,
)
from operations.centre.papers.sheet import Foot, Printed, Sheet

Own = Mapping[str, str]
# The words a form takes besides what is in the case, in the order they are asked for.
ASKED: Mapping[PaperForm, tuple[str, ...]] = MappingProxyType(
    {
        PaperForm.PROXY: ("text",),
        PaperForm.INQUIRY: ("person", "place", "text"),
        PaperForm.MEDIATION_RECORD: ("person",),
        PaperForm.AGREEMENT: ("manner", "place"),
        PaperForm.ORAL_AGREEMENT: ("manner", "place"),
        PaperForm.UNDISPUTED: ("text",),
        PaperForm.TRANSFER_LETTER: ("to", "text"),
        PaperForm.DOSSIER_NOTE: ("text",),
        PaperForm.PETITION_INQUIRY: ("person", "place", "text"),
        PaperForm.PETITION_OPINION: ("text", "basis"),
    }
)
_DRAW: Mapping[PaperForm, Callable[[Facts, Own], Sheet]] = MappingProxyType(
    {
        PaperForm.APPLICATION: opening_forms.application,
        PaperForm.REGISTRATION: opening_forms.registration,
        PaperForm.RIGHTS_NOTICE: opening_forms.rights_notice,
        PaperForm.PROXY: opening_forms.proxy,
        PaperForm.REFUSAL: opening_forms.refusal,
        PaperForm.INQUIRY: mediation_forms.inquiry,
        PaperForm.MEDIATION_RECORD: mediation_forms.mediation_record,
        PaperForm.AGREEMENT: mediation_forms.agreement,
        PaperForm.ORAL_AGREEMENT: mediation_forms.oral_agreement,
        PaperForm.UNDISPUTED: mediation_forms.undisputed,
        PaperForm.RECEIPT: ending_forms.receipt,
        PaperForm.CALL_BACK: ending_forms.call_back,
        PaperForm.CONFIRMATION_PERSONS: partial(
            ending_forms.confirmation, form=PaperForm.CONFIRMATION_PERSONS
        ),
        PaperForm.CONFIRMATION_FIRM: partial(
            ending_forms.confirmation, form=PaperForm.CONFIRMATION_FIRM
        ),
        PaperForm.TRANSFER_LETTER: ending_forms.transfer_letter,
        PaperForm.DOSSIER_NOTE: ending_forms.dossier_note,
        PaperForm.CLOSING_REPORT: ending_forms.closing_report,
        PaperForm.PETITION_REGISTRATION: petition_forms.registration,
        PaperForm.PETITION_NOTICE: petition_forms.notice,
        PaperForm.PETITION_INQUIRY: petition_forms.inquiry,
        PaperForm.STUDY_MINUTES: petition_forms.study_minutes,
        PaperForm.EXTENSION_NOTICE: petition_forms.extension,
        PaperForm.PETITION_OPINION: petition_forms.opinion,
        PaperForm.PETITION_CALL_BACK: petition_forms.call_back,
    }
)


def form_pdf(facts: Facts, form: PaperForm, own: Own) -> Printed:
    """A form of a case as a PDF file.

    Args:
        facts: of the case.
        form: which.
        own: words for this form alone, by the names of `ASKED`; what is left out is a line to
            write on.
    """
    return _DRAW[form](facts, own).printed(foot_of(facts))


def foot_of(facts: Facts) -> Foot:
    """Who prints, when, of which case."""
    return Foot(facts.case.code, facts.account, facts.at, facts.zone)
