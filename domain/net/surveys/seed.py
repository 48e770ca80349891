"""The questionnaires the product comes with: 12340's own questions on safety, and satisfaction.

Source: questionnaire of the provincial survey on public safety (16 years and older, living there
for a year or more); the items of yiyang.gov.cn on satisfaction.
"""

from datetime import datetime

from domain.net.surveys.questions import AnswerKind, OnlyIf, Question, Questionnaire, written
from domain.net.surveys.waves import WaveKind

SCREEN = "lives"
_YES_NO = (("yes", "是"), ("no", "否"))
_FOUR = (
    ("safe", "安全"),
    ("rather_safe", "比较安全"),
    ("rather_unsafe", "不太安全"),
    ("unsafe", "不安全"),
)
_CONTENT = (
    ("content", "满意"),
    ("rather_content", "比较满意"),
    ("rather_discontent", "不太满意"),
    ("discontent", "不满意"),
)
_AGES = tuple((one, one) for one in ("16-25", "26-30", "31-40", "41-50", "51-60", "61-70", "71+"))
_HANDLED = (("in_time", "及时"), ("rather_in_time", "比较及时"), ("late", "不及时"))
_WORDS = Question(
    "words", "您身边有没有需要解决的问题？（可不填）", AnswerKind.WORDS, is_needed=False
)
_FIRST = (
    Question(SCREEN, "您是否年满 16 周岁，并在本地居住一年以上？", AnswerKind.ONE, _YES_NO),
    Question("age", "您的年龄段", AnswerKind.ONE, _AGES),
)
SAFETY = (
    *_FIRST,
    Question("safe", "在目前的社会治安环境下，您感觉安全吗？", AnswerKind.ONE, _FOUR),
    Question(
        "crimes",
        "您身边有哪些治安问题？",
        AnswerKind.MANY,
        (
            ("theft", "盗窃"),
            ("fraud", "电信网络诈骗"),
            ("fight", "打架斗殴"),
            ("traffic", "交通秩序"),
            ("other", "其他"),
        ),
        OnlyIf("safe", ("rather_unsafe", "unsafe")),
    ),
    Question(
        "change",
        "与去年相比，治安状况有什么变化？",
        AnswerKind.ONE,
        (("better", "好转"), ("same", "一样"), ("worse", "变差")),
    ),
    Question("handled", "矛盾纠纷和安全隐患的处理是否及时？", AnswerKind.ONE, _HANDLED),
    _WORDS,
)
SATISFACTION = (
    *_FIRST,
    Question("content", "您对本地社区服务和治理满意吗？", AnswerKind.ONE, _CONTENT),
    Question(
        "why",
        "您对哪些方面不满意？",
        AnswerKind.MANY,
        (
            ("clean", "环境卫生"),
            ("order", "治安秩序"),
            ("service", "办事服务"),
            ("dispute", "矛盾调解"),
            ("other", "其他"),
        ),
        OnlyIf("content", ("rather_discontent", "discontent")),
    ),
    Question("handled", "反映的问题处理是否及时？", AnswerKind.ONE, _HANDLED),
    _WORDS,
)
NAMES = {WaveKind.SAFETY: "群众安全感问卷", WaveKind.SATISFACTION: "群众满意度问卷"}


def seeded(wave: WaveKind, at: datetime, by: str, *, is_demo: bool = False) -> Questionnaire:
    """The first version of a questionnaire the product comes with."""
    is_safety = wave is WaveKind.SAFETY
    return Questionnaire(
        questionnaire_id=f"{wave.value.removeprefix('wave_')}.v1",
        name=NAMES[wave],
        version=1,
        measured="safe" if is_safety else "content",
        good=("safe", "rather_safe") if is_safety else ("content", "rather_content"),
        questions=written(SAFETY if is_safety else SATISFACTION),
        at=at,
        by=by,
        screen=SCREEN,
        screen_ok=("yes",),
        is_demo=is_demo,
    )
