"""The vocabularies of work in the grids, in the reader's language."""

from collections.abc import Mapping, Sequence

from domain.net.people.swaps import SwapState
from domain.net.tasks.care import CareGroup, CareOutcome, Companion
from domain.net.tasks.facts import Standing
from domain.net.tasks.findings import Verdict
from domain.net.tasks.lists import By, View
from domain.net.tasks.places import PlaceKind
from domain.net.tasks.task_types import Every, Evidence, Listing, TaskForm
from domain.words import Words


def form_names(words: Words) -> Mapping[str, str]:
    """Kinds of work."""
    return {
        TaskForm.PATROL: words("巡查"),
        TaskForm.VISIT: words("入户走访"),
        TaskForm.INSPECT: words("场所检查"),
        TaskForm.COLLECT: words("信息采集"),
        TaskForm.SERVE: words("服务宣传"),
        TaskForm.CARE: words("关爱走访"),
    }


def every_names(words: Words) -> Mapping[str, str]:
    """How often something comes round."""
    return {
        Every.DAILY: words("每天"),
        Every.WORKDAY: words("每个工作日"),
        Every.WEEKLY: words("每周"),
        Every.FORTNIGHTLY: words("每两周"),
        Every.MONTHLY: words("每月"),
        Every.QUARTERLY: words("每季度"),
    }


def evidence_names(words: Words) -> Mapping[str, str]:
    """What must be there."""
    return {
        Evidence.PLACE: words("位置"),
        Evidence.NOTE: words("情况说明"),
        Evidence.PHOTO: words("照片"),
        Evidence.TRACK: words("轨迹判定"),
    }


def listing_names(words: Words) -> Mapping[str, str]:
    """How far a type is on its way onto the list."""
    return {
        Listing.PROPOSED: words("待审核"),
        Listing.APPROVED: words("已准入"),
        Listing.REFUSED: words("未准入"),
        Listing.WITHDRAWN: words("已退出"),
    }


def standing_names(words: Words) -> Mapping[str, str]:
    """How an occurrence stands."""
    return {
        Standing.AHEAD: words("未到期"),
        Standing.DUE: words("今日待办"),
        Standing.LATE: words("逾期"),
        Standing.MISSED: words("未完成"),
        Standing.DONE: words("已完成"),
        Standing.LATE_CLOSED: words("逾期完成"),
        Standing.DECLINED: words("居民谢绝"),
        Standing.EXCUSED: words("请假免计"),
        Standing.CANCELLED: words("已取消"),
    }


def verdict_names(words: Words) -> Mapping[str, str]:
    """What a finding is beside those before it."""
    return {
        Verdict.NEW: words("新问题"),
        Verdict.DUPLICATE: words("重复上报"),
        Verdict.SPLIT: words("拆分上报"),
    }


def place_names(words: Words) -> Mapping[str, str]:
    """Kinds of key places."""
    return {
        PlaceKind.SCHOOL: words("学校周边"),
        PlaceKind.SHOP: words("沿街商铺"),
        PlaceKind.WORKSHOP: words("小作坊"),
        PlaceKind.GAS: words("燃气站点"),
        PlaceKind.WATER: words("河塘水域"),
        PlaceKind.CROWD: words("人员密集场所"),
        PlaceKind.OTHER: words("其他重点场所"),
    }


def group_names(words: Words) -> Mapping[str, str]:
    """Why somebody is visited."""
    return {
        CareGroup.LIVING_ALONE: words("独居老人"),
        CareGroup.GRAVE_ILLNESS: words("重病人员"),
        CareGroup.DISABLED: words("残疾人"),
        CareGroup.ORPHAN: words("困境儿童"),
        CareGroup.MENTAL_ILLNESS: words("精神障碍患者"),
        CareGroup.RELEASED: words("刑满释放人员"),
        CareGroup.CORRECTION: words("社区矫正对象"),
        CareGroup.TREATMENT: words("戒治康复人员"),
        CareGroup.OTHER: words("其他需要关爱的人"),
    }


def outcome_names(words: Words) -> Mapping[str, str]:
    """What came of a care visit."""
    return {
        CareOutcome.MET: words("已见面"),
        CareOutcome.DECLINED: words("本人谢绝"),
        CareOutcome.NOT_AT_HOME: words("不在家"),
    }


def companion_names(words: Words) -> Mapping[str, str]:
    """Who comes along."""
    return {
        Companion.POLICE: words("民警"),
        Companion.DOCTOR: words("医生"),
        Companion.JUSTICE: words("司法所人员"),
    }


def view_names(words: Words) -> Mapping[View, str]:
    """The books of the page."""
    return {
        View.TODAY: words("今日任务"),
        View.LATE: words("逾期任务"),
        View.DONE: words("今日已办"),
        View.WEEK: words("一周任务"),
        View.FINDINGS: words("发现问题"),
        View.CARE: words("关爱走访"),
        View.PLACES: words("重点场所名录"),
        View.NEWCOMERS: words("新入住登记"),
        View.SWAPS: words("换班"),
        View.LIST: words("准入清单"),
        View.INBOX: words("我的待办"),
    }


def cut_names(words: Words) -> Mapping[By, str]:
    """What the figures are cut by."""
    return {
        By.TOWN: words("按镇街"),
        By.COMMUNITY: words("按社区（村）"),
        By.GRID: words("按网格"),
        By.PERSON: words("按网格员"),
    }


def swap_names(words: Words) -> Mapping[str, str]:
    """How far a swap of shifts has come."""
    return {
        SwapState.ASKED: words("等待对方答复"),
        SwapState.ACCEPTED: words("等待审批"),
        SwapState.DECLINED: words("对方未接受"),
        SwapState.APPROVED: words("已批准换班"),
        SwapState.REFUSED: words("未批准换班"),
        SwapState.WITHDRAWN: words("已撤回换班"),
    }


def choices(names: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """As the options of a field."""
    return [(str(value), name) for value, name in names.items()]
