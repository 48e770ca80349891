"""What a talk may be about: each with its kind of message and of marks."""

from dataclasses import dataclass

from domain.field.talk.marks import CASE_TALK, FIELD_TALK, FieldTalk
from domain.field.talk.messages import CASE_MESSAGE, FIELD_MESSAGE, FieldMessage
from domain.kind import Kind
from domain.subject_key import INCIDENT, SubjectKey


@dataclass(frozen=True, slots=True)
class TalkKinds:
    """The kinds of a talk.

    Attributes:
        about: the kind of what it is about.
        message: of its messages.
        talk: of its marks.
    """

    about: str
    message: Kind[FieldMessage]
    talk: Kind[FieldTalk]

    def key(self, number: str) -> SubjectKey:
        """What a talk is about."""
        return SubjectKey(self.about, number)


OF_INCIDENTS = TalkKinds(INCIDENT, FIELD_MESSAGE, FIELD_TALK)
OF_CASES = TalkKinds("case", CASE_MESSAGE, CASE_TALK)
