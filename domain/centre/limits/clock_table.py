"""Every time limit of the centre, as data: a row is one limit, with the article that sets it.

A district may correct unit, length and grounds in its own file (`centre.toml`, `[[clock]]`).
Where a law is silent on the unit, natural days are counted.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.centre.limits.clocks import Clock, Extension, Ground, Start, Unit

D, W, M = Unit.CALENDAR, Unit.WORKING, Unit.MONTHS
_TOLD, _ACCEPTED = Start.TOLD, Start.ACCEPTED
_PARTIES = Extension("各方当事人同意")
_APPRAISAL = frozenset({Ground.APPRAISAL})
# 行政复议法 article 39: the proceedings stand still
_STAYED = frozenset({Ground.FORCE_MAJEURE, Ground.DEATH, Ground.OTHER_CASE})
_XF, _TJ, _GD = "信访工作条例", "人民调解法", "人民调解工作若干规定"
_ZX, _LD, _FY = "人民法院在线调解规则", "劳动争议调解仲裁法", "行政复议法"
_FZ, _GA, _SJ, _MS = (
    "法律援助法", "公安机关办理行政案件程序规定", "市场监督管理投诉举报处理暂行办法", "民事诉讼法",
)  # fmt: skip

ROWS: tuple[Clock, ...] = (
    Clock("petition.forward", "登记并转送交办", Start.REGISTERED, D, 15, f"{_XF} 第22条"),
    Clock("petition.notice", "书面告知是否受理", Start.ROUTED, D, 15, f"{_XF} 第23条"),
    Clock("petition.object", "提出退单异议", Start.ROUTED, W, 5, f"{_XF} 第23条"),
    Clock(
        "petition.handle", "出具处理意见书", _ACCEPTED, D, 60, f"{_XF} 第34条",
        Extension("本机关负责人批准", 30),
    ),
    Clock("petition.review_ask", "请求复查", _TOLD, D, 30, f"{_XF} 第35条"),
    Clock("petition.review", "作出复查意见", _TOLD, D, 30, f"{_XF} 第35条"),
    Clock("petition.recheck_ask", "请求复核", _TOLD, D, 30, f"{_XF} 第36条"),
    Clock(
        "petition.recheck", "作出复核意见", _TOLD, D, 30, f"{_XF} 第36条",
        pauses=frozenset({Ground.HEARING}),
    ),
    Clock("mediate.people", "人民调解", _ACCEPTED, M, 1, f"{_GD} 第36、37条", _PARTIES),
    Clock("mediate.confirm", "共同申请司法确认", Start.AGREED, D, 30, f"{_TJ} 第33条"),
    Clock(
        "confirm.court", "审结司法确认（特别程序）", _TOLD, D, 30, f"{_MS} 第187、205条",
        Extension("本院院长批准"),
    ),
    Clock(
        "mediate.court_pre", "诉前调解", _ACCEPTED, D, 30, f"{_ZX} 第24、26条", _PARTIES, _APPRAISAL
    ),
    Clock(
        "mediate.court_ordinary", "立案后调解（普通程序）", _TOLD, D, 15, f"{_ZX} 第24、26条",
        _PARTIES, _APPRAISAL,
    ),
    Clock(
        "mediate.court_summary", "立案后调解（简易程序）", _TOLD, D, 7, f"{_ZX} 第24、26条",
        _PARTIES, _APPRAISAL,
    ),
    Clock("mediate.appoint_court", "法院指派调解员", _TOLD, W, 3, f"{_ZX} 第10、12条"),
    Clock("mediate.appoint_mediator", "调解员接受指派", _TOLD, W, 3, f"{_ZX} 第10、12条"),
    Clock("mediate.appoint_parties", "当事人共同选定", _TOLD, W, 2, f"{_ZX} 第10、12条"),
    Clock("labour.mediate", "劳动争议调解", _ACCEPTED, D, 15, f"{_LD} 第14条"),
    Clock("labour.decide", "决定是否受理", _TOLD, W, 5, f"{_LD} 第29条", is_verified=False),
    Clock("labour.serve", "送达申请书副本", _ACCEPTED, W, 5, f"{_LD} 第30条", is_verified=False),
    Clock("labour.defence", "提交答辩书", _TOLD, W, 10, f"{_LD} 第30条", is_verified=False),
    Clock("labour.forward", "送达答辩书副本", _TOLD, W, 5, f"{_LD} 第30条", is_verified=False),
    Clock(
        "labour.award", "作出裁决", _ACCEPTED, D, 45, f"{_LD} 第43条",
        Extension("仲裁委员会主任批准，书面通知", 15),
    ),
    Clock("labour.limit", "仲裁时效", _TOLD, M, 12, f"{_LD} 第27条"),
    Clock("labour.sue", "不服裁决起诉", _TOLD, D, 15, f"{_LD} 第48、50条"),
    Clock("labour.annul", "用人单位申请撤销裁决", _TOLD, D, 30, f"{_LD} 第49条"),
    Clock("reconsider.apply", "申请行政复议", _TOLD, D, 60, f"{_FY} 第20条"),
    Clock("reconsider.accept", "审查是否受理", _TOLD, W, 5, f"{_FY} 第30条"),
    Clock("reconsider.correct_notice", "通知补正", _TOLD, W, 5, f"{_FY} 第31条"),
    Clock("reconsider.correct", "申请人补正", _TOLD, W, 10, f"{_FY} 第31条"),
    Clock(
        "reconsider.ordinary", "作出复议决定（普通程序）", _ACCEPTED, D, 60, f"{_FY} 第62条",
        Extension("复议机构负责人批准", 30), _STAYED,
    ),
    Clock("reconsider.copy", "发送申请书副本", _ACCEPTED, W, 7, f"{_FY} 第48条"),
    Clock("reconsider.answer", "被申请人答复", _TOLD, W, 10, f"{_FY} 第48条"),
    Clock(
        "reconsider.summary", "作出复议决定（简易程序）", _ACCEPTED, D, 30, f"{_FY} 第62条",
        pauses=_STAYED,
    ),
    Clock("reconsider.summary_copy", "发送副本（简易程序）", _ACCEPTED, W, 3, f"{_FY} 第54条"),
    Clock("reconsider.summary_answer", "答复（简易程序）", _TOLD, W, 5, f"{_FY} 第54条"),
    Clock("legalaid.review", "审查法律援助申请", _TOLD, D, 7, f"{_FZ} 第43条"),
    Clock("legalaid.assign", "指派律师", _ACCEPTED, D, 3, f"{_FZ} 第43条"),
    Clock("legalaid.answer", "答复异议", _TOLD, D, 5, f"{_FZ} 第49条"),
    Clock("police.mediate", "再次治安调解", _TOLD, W, 7, f"{_GA} 第183条"),
    Clock("market.accept", "决定是否受理投诉", _TOLD, W, 7, f"{_SJ} 第14条"),
    Clock("market.end", "终止投诉调解", _ACCEPTED, W, 45, f"{_SJ} 第21条"),
    Clock("market.tell", "告知终止调解", _TOLD, W, 7, f"{_SJ} 第21条"),
    Clock(
        "court.small", "审结（小额诉讼）", _TOLD, M, 2, f"{_MS} 第168条",
        Extension("本院院长批准", 1),
    ),
    Clock(
        "court.summary", "审结（简易程序）", _TOLD, M, 3, f"{_MS} 第164条",
        Extension("本院院长批准", 1),
    ),
    Clock(
        "court.ordinary", "审结（普通程序）", _TOLD, M, 6, f"{_MS} 第152条",
        Extension("本院院长批准", 6),
    ),
    Clock(
        "court.special", "审结（特别程序）", _TOLD, D, 30, f"{_MS} 第187条",
        Extension("本院院长批准"),
    ),
    Clock("payment.accept", "受理支付令申请", _TOLD, D, 5, f"{_MS} 第226条"),
    Clock("payment.issue", "发出支付令", _ACCEPTED, D, 15, f"{_MS} 第227条"),
    Clock("payment.debtor", "债务人清偿或异议", _TOLD, D, 15, f"{_MS} 第227条"),
    Clock("enforce.apply", "申请执行", _TOLD, M, 24, f"{_MS} 第250条"),
    Clock(
        "medical.mediate", "医疗纠纷调解", _ACCEPTED, W, 30, "医疗纠纷预防和处理条例", _PARTIES,
        _APPRAISAL, is_verified=False,
    ),
    Clock(
        "land.arbitrate", "农村土地承包仲裁", _ACCEPTED, D, 60, "农村土地承包经营纠纷调解仲裁法",
        Extension("仲裁委员会主任批准", 30), is_verified=False,
    ),
)  # fmt: skip
CLOCKS: Mapping[str, Clock] = MappingProxyType({row.code: row for row in ROWS})
OBJECTION = CLOCKS["petition.object"]
