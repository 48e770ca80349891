"""The classes as a call-taker finds them: names, pinyin, and how grave they usually are."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.incidents.incidents import IncidentClass, Severity
from domain.own_names import Names, OwnName


@dataclass(frozen=True, slots=True)
class ClassWord:
    """A class as it is looked for. `pinyin` has no tones; `words` are other names people say."""

    code: IncidentClass
    name: str
    pinyin: str
    initials: str
    severity: Severity
    words: tuple[str, ...] = ()


# The severity suggested is what such a call gets until more is known; the dispatcher decides.
CLASSES: tuple[ClassWord, ...] = (
    ClassWord(
        IncidentClass.FIRE,
        "火情",
        "huoqing",
        "hq",
        Severity.II,
        ("火灾", "着火", "冒烟", "huozai", "hz", "zh", "my"),
    ),
    ClassWord(
        IncidentClass.TRAFFIC,
        "交通",
        "jiaotong",
        "jt",
        Severity.III,
        ("车祸", "事故", "chehuo", "ch", "sg"),
    ),
    ClassWord(
        IncidentClass.FLOOD,
        "汛情",
        "xunqing",
        "xq",
        Severity.II,
        ("内涝", "积水", "洪水", "hongshui", "hs", "js", "nl"),
    ),
    ClassWord(
        IncidentClass.MEDICAL,
        "急救",
        "jijiu",
        "jj",
        Severity.II,
        ("医疗", "晕倒", "受伤", "yiliao", "yl", "yd", "ss"),
    ),
    ClassWord(
        IncidentClass.PUBLIC_ORDER,
        "治安",
        "zhian",
        "za",
        Severity.III,
        ("打架", "盗窃", "dajia", "dj", "dq"),
    ),
    ClassWord(
        IncidentClass.HAZARD,
        "隐患",
        "yinhuan",
        "yh",
        Severity.III,
        ("燃气", "泄漏", "危险", "xielou", "rq", "xl", "wx"),
    ),
    ClassWord(
        IncidentClass.CITY_MANAGEMENT,
        "城管",
        "chengguan",
        "cg",
        Severity.IV,
        ("占道", "井盖", "路灯", "jinggai", "zd", "jg", "ld"),
    ),
    ClassWord(
        IncidentClass.DISPUTE,
        "纠纷",
        "jiufen",
        "jf",
        Severity.III,
        ("矛盾", "调解", "tiaojie", "md", "tj"),
    ),
    ClassWord(
        IncidentClass.SERVICE_REQUEST,
        "诉求",
        "suqiu",
        "sq",
        Severity.IV,
        ("求助", "咨询", "qiuzhu", "qz", "zx"),
    ),
    ClassWord(
        IncidentClass.SOS,
        "一键求助",
        "yijianqiuzhu",
        "yjqz",
        Severity.I,
        ("报警", "紧急", "jinji", "bj"),
    ),
    ClassWord(IncidentClass.OTHER, "其他", "qita", "qt", Severity.IV),
)


def class_bodies() -> list[dict[str, Any]]:
    """The classes as a form takes them, in order."""
    return [
        {
            "code": one.code.value,
            "name": one.name,
            "pinyin": one.pinyin,
            "initials": one.initials,
            "severity": int(one.severity),
            "words": list(one.words),
        }
        for one in _said
    ]


CLASS_NAMES = Names({word.code: word.name for word in CLASSES})
_BY_CODE = {word.code: word for word in CLASSES}
_said: list[ClassWord] = list(CLASSES)


def learn(own: Mapping[str, OwnName]) -> None:
    """Call classes as a district does; usual names are still found, severities stay.

    Args:
        own: by code.
    """
    _said[:] = [_called(word, own.get(word.code)) for word in CLASSES]


def _called(word: ClassWord, own: OwnName | None) -> ClassWord:
    if own is None:
        return word
    return replace(
        word,
        name=own.name,
        pinyin=own.pinyin,
        initials=own.initials,
        words=(*word.words, word.name, word.pinyin, word.initials),
    )


def suggested_severity(code: IncidentClass) -> Severity:
    """How grave such a call usually is."""
    return _BY_CODE[code].severity


def find_classes(query: str) -> Sequence[ClassWord]:
    """The classes a word, its pinyin or its initials may mean, likeliest first; all for none."""
    # As people type: in the wide letters of a Chinese keyboard, with blanks between.
    wanted = "".join(unicodedata.normalize("NFKC", query).lower().split())
    if not wanted:
        return tuple(_said)
    ranked = [(_rank(word, wanted), n, word) for n, word in enumerate(_said)]
    return [word for rank, _, word in sorted(ranked, key=lambda row: row[:2]) if rank < _NO]


_NO = 9


def _rank(word: ClassWord, wanted: str) -> int:
    if wanted in {word.name, word.initials, word.code.value}:
        return 0
    names = (word.name, word.pinyin, word.initials, word.code.value, *word.words)
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(wanted in name for name in names) else _NO
