"""What must hold before a step of a case; some of it is asked of the matter itself."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.centre.cases.petitions import Handled


class Need(StrEnum):
    """What must hold before a step."""

    PARTIES = "parties"
    BODY = "body"
    WAY = "way"
    CLOCK = "clock"
    REASON = "reason"
    REMEDY = "remedy"
    IN_TIME = "in_time"
    OBJECTION = "objection"
    NO_OBJECTION = "no_objection"
    MINUTES = "minutes"
    CONSENT = "consent"
    APART = "apart"
    SUMS = "sums"
    PROOF = "proof"
    GROUND = "ground"
    EXTENSION = "extension"
    OTHER_PERSON = "other_person"
    NOT_REFUSER = "not_refuser"
    DOSSIER = "dossier"
    WITHIN_TIME = "within_time"
    NOT_FINAL = "not_final"
    RUNNING = "running"
    PAUSED = "paused"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    OTHER_CASE = "other_case"
    LEADER_NAMED = "leader_named"
    BODY_GONE = "body_gone"
    SUCCESSION = "succession"
    NOT_HIGHEST = "not_highest"
    PETITION = "petition"
    SUGGESTION = "suggestion"
    MEDIABLE = "mediable"
    NOT_ANSWERED = "not_answered"
    ASKABLE = "askable"
    ABOVE = "above"
    REVIEWING = "reviewing"
    RECHECKING = "rechecking"
    REVIEW_GIVEN = "review_given"
    HEARING_DAYS = "hearing_days"


NEED_NAMES: Mapping[Need, str] = MappingProxyType(
    {
        Need.PARTIES: "有申请人，代表不超过 5 人",
        Need.BODY: "承办机构存在",
        Need.WAY: "申诉求决先定六种途径之一",
        Need.CLOCK: "时限与事项相符",
        Need.REASON: "写明理由",
        Need.REMEDY: "告知下一步救济途径",
        Need.IN_TIME: "5 个工作日内",
        Need.OBJECTION: "有未决的退单异议",
        Need.NO_OBJECTION: "没有未决的退单异议",
        Need.MINUTES: "有会议纪要、牵头机构",
        Need.CONSENT: "各方同意调解",
        Need.APART: "涉家暴不面对面",
        Need.SUMS: "分期之和等于总额",
        Need.PROOF: "有履行凭证",
        Need.GROUND: "时限允许的中止事由",
        Need.EXTENSION: "时限允许延长，且未延长过",
        Need.OTHER_PERSON: "不是承办人本人",
        Need.NOT_REFUSER: "不是决定不予受理的人",
        Need.DOSSIER: "卷宗必备材料齐全",
        Need.WITHIN_TIME: "在可重启期限内",
        Need.NOT_FINAL: "未经复核终结",
        Need.RUNNING: "时限未中止",
        Need.PAUSED: "时限已中止",
        Need.REVIEWED: "红橙、包案案件已由他人复核",
        Need.SIGNED: "包案领导已签批",
        Need.OTHER_CASE: "写明分出事项的诉求",
        Need.LEADER_NAMED: "写明包案领导",
        Need.BODY_GONE: "原承办机构已撤并",
        Need.SUCCESSION: "写明由继承人参加或终结；终结的告知救济途径",
        Need.NOT_HIGHEST: "尚非最高风险等级",
        Need.PETITION: "按信访程序办理的申诉求决",
        Need.SUGGESTION: "建议意见",
        Need.MEDIABLE: "可以调解的事项",
        Need.NOT_ANSWERED: "不以处理意见或答复结束",
        Need.ASKABLE: "收到书面答复后 30 日内",
        Need.ABOVE: "写明上一级机关、单位",
        Need.REVIEWING: "正在复查",
        Need.RECHECKING: "正在复核",
        Need.REVIEW_GIVEN: "已有复查意见",
        Need.HEARING_DAYS: "写明听证所用天数",
    }
)
# What these needs ask of the matter itself; a step that does not fit it is not offered.
FITTING: Mapping[Need, frozenset[Handled]] = MappingProxyType(
    {
        Need.PETITION: frozenset({Handled.PETITION}),
        Need.SUGGESTION: frozenset({Handled.SUGGESTION}),
        Need.MEDIABLE: frozenset({Handled.MEDIATION, Handled.PETITION}),
        Need.NOT_ANSWERED: frozenset({Handled.MEDIATION}),
    }
)
