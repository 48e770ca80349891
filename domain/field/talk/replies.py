"""What a district says of talk: quick replies, and after how long silence is told on."""

from dataclasses import dataclass
from datetime import timedelta

from domain.errors import InvalidError
from domain.field.talk.messages import Side
from domain.subject_key import INCIDENT


@dataclass(frozen=True, slots=True)
class QuickReply:
    """A sentence that is sent with one press; `english` is what an English reader is shown.

    `about`: incident or case, where it fits one of them alone; empty for both.
    """

    code: str
    text: str
    side: Side
    english: str
    about: str = ""


USUAL = (
    QuickReply("received", "收到", Side.CREW, "Received"),
    QuickReply("on_my_way", "正在赶往", Side.CREW, "On my way"),
    QuickReply("arrived", "已到现场", Side.CREW, "On scene"),
    QuickReply("more_people", "需要增援", Side.CREW, "Need more people", INCIDENT),
    QuickReply("under_control", "现场已控制", Side.CREW, "Under control", INCIDENT),
    QuickReply("call_me", "请来电", Side.CREW, "Please call me"),
    QuickReply("nobody_home", "家中无人", Side.CREW, "Nobody at home", "case"),
    QuickReply("met", "已见到当事人", Side.CREW, "Met the person", "case"),
    QuickReply("go_and_see", "请上门了解情况", Side.DESK, "Please go and see", "case"),
    QuickReply("answer_please", "收到请回复", Side.DESK, "Please confirm"),
    QuickReply("how_is_it", "请报告现场情况", Side.DESK, "Please report the situation"),
    QuickReply("send_photo", "请发现场照片", Side.DESK, "Please send photos"),
    QuickReply("support_sent", "增援已派出", Side.DESK, "Support is on its way", INCIDENT),
    QuickReply("stay_safe", "注意安全", Side.DESK, "Stay safe"),
)


@dataclass(frozen=True, slots=True)
class TalkSettings:
    """How a district talks.

    Attributes:
        replies: in the order of the buttons.
        unread_after: since when an unread message is told on; `supervisor_after` how much later
            the supervisor hears of it.
        case_unread_after, case_supervisor_after: the same of talk about a case, no emergency.
        read_within: how long people have for a broadcast, unless it says so itself.
        broadcast_lasts: how long one holds for whoever comes on duty, unless it says so itself.
    """

    replies: tuple[QuickReply, ...] = USUAL
    unread_after: timedelta = timedelta(seconds=90)
    supervisor_after: timedelta = timedelta(minutes=3)
    case_unread_after: timedelta = timedelta(minutes=30)
    case_supervisor_after: timedelta = timedelta(hours=4)
    read_within: timedelta = timedelta(minutes=10)
    broadcast_lasts: timedelta = timedelta(hours=12)

    def reply(self, code: str, side: Side, about: str = INCIDENT) -> QuickReply:
        """The quick reply of a code.

        Raises:
            InvalidError: this side has none of it, or not about this.
        """
        for one in self.of(side, about):
            if one.code == code:
                return one
        raise InvalidError(says="no_quick_reply", told=code[:32], field="reply")

    def of(self, side: Side, about: str = INCIDENT) -> list[QuickReply]:
        """The quick replies of a side, about an incident or a case."""
        return [one for one in self.replies if one.side is side and one.about in {"", about}]
