"""What the vocabularies of inspections are called."""

from collections.abc import Mapping

from domain.video.cameras.vocabulary import CAMERA_CLASS_WORDS, CameraClass
from domain.video.inspections.findings import FindingState, Gravity
from domain.video.inspections.plans import Way
from domain.video.inspections.runs import Answer
from domain.words import Words


def class_names(words: Words) -> Mapping[CameraClass, str]:
    """Classes of places."""
    return {one: words(name) for one, name in CAMERA_CLASS_WORDS.items()}


def way_names(words: Words) -> Mapping[Way, str]:
    """By camera, or on the spot."""
    return {Way.REMOTE: words("远程监管"), Way.ON_SITE: words("现场检查")}


def state_names(words: Words) -> Mapping[FindingState, str]:
    """How far a finding has come."""
    return {
        FindingState.FOUND: words("待下达"),
        FindingState.ORDERED: words("整改中"),
        FindingState.ANSWERED: words("待复查"),
        FindingState.CLOSED: words("已销号"),
        FindingState.WITHDRAWN: words("已撤回"),
    }


def gravity_names(words: Words) -> Mapping[Gravity, str]:
    """How grave a finding is."""
    return {
        Gravity.MINOR: words("一般问题"),
        Gravity.MAJOR: words("较大问题"),
        Gravity.GRAVE: words("重大问题"),
    }


def answer_names(words: Words) -> Mapping[Answer, str]:
    """What came of a question."""
    return {
        Answer.PASSED: words("合格"),
        Answer.FAILED: words("不合格"),
        Answer.UNSEEN: words("无法判断"),
    }


def view_names(words: Words) -> Mapping[str, str]:
    """Which findings are looked at, by the words of the operation."""
    return {
        "open": words("未销号"),
        "to_order": words("待下达"),
        "ordered": words("整改中"),
        "overdue": words("逾期"),
        "to_recheck": words("待复查"),
        "repeats": words("重复问题"),
        "closed": words("已销号"),
        "withdrawn": words("已撤回"),
    }
