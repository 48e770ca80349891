"""Each record of the journal is a sentence in Chinese, with its words masked."""

import re

import pytest

from domain.audit.audit import ACTIONS, audit
from domain.live.records import Change, Record
from domain.subject_key import of_incident
from operations.upkeep.journal_words import sentence
from tests.store.builders import NOON, a_kpi, a_unit, an_incident
from tests.support.stores import a_store

_LATIN = re.compile(r"[a-z]{3,}")


@pytest.fixture
def store(tmp_path):
    opened = a_store(tmp_path)
    yield opened
    opened.close()


def said(store, change: Change) -> str:
    with store.transaction(NOON) as tx:
        return sentence(tx.append(change))


def an_act(action: str, **more) -> Change:
    return audit(action, actor="li", subject="wang", at=NOON, **more)


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_every_act_has_words_of_its_own(store, action: str):
    about = {"role": "dispatcher", "who": "张*", "id": "LS1", "door": "/admin", "why": "403 role"}
    about |= {"until": "2026-01-01", "fixes": 3, "to": 9}
    about |= {"alarm": 12, "what": "address", "minutes": 10, "count": 11}
    words = said(store, an_act(action, about=about))
    assert words.startswith("li · ")
    assert not _LATIN.search(words.replace("wang", "").replace("/admin", "")), words


@pytest.mark.parametrize(
    ("action", "more", "words"),
    [
        ("signed_in", {"about": {"role": "leader"}}, "li · 登录（领导）"),
        ("password_reset", {}, "li · 重置了 wang 的密码"),
        ("sign_in_failed", {"address": "10.0.0.7"}, "li · 登录失败：账号 wang（来自 10.0.0.7）"),
        (
            "revealed",
            {"about": {"id": "LS1"}, "personal": {"reason": "回访 13800000417"}},
            "li · 查看了 LS1 的个人信息，原因：回访 138****0417",
        ),
        (
            "refused",
            {"about": {"door": "GET /desk", "why": "403 role", "untold": 3}},
            "li · 被拒绝访问 GET /desk（无权），另有 3 次相同",
        ),
    ],
)
def test_acts_are_told_with_who_what_and_why(store, action: str, more: dict, words: str):
    assert said(store, an_act(action, **more)) == words


def test_facts_are_told_with_their_number(store):
    with store.transaction(NOON) as tx:
        told = [
            sentence(one)
            for one in (
                tx.put_incident(an_incident("LS1"), action="report", actor="operator"),
                tx.put_unit(a_unit("P1"), action="status", actor="li"),
                tx.append(a_kpi(7)),
                tx.append(Change("note", "LS1-n", "write", of_incident("LS1").stated(), "li", NOON,
                                 {"text": "回电 13800000417"}, 2)),
            )
        ]  # fmt: skip
    assert told[0] == "命令行 · LS1（火情 Ⅱ 级）上报：火情"
    assert told[1] == "li · 警P1 状态变为空闲"
    assert told[3] == "li · LS1 回电 138****0417"


def test_a_kind_nobody_has_words_for_is_still_told(store):
    strange = Record(1, "e", NOON, NOON, "li", "weather", "W1", "write", 1, {})
    assert sentence(strange) == "li · weather W1 写入"
    record = Record(1, "e", NOON, NOON, "li", "notice", "N1", "make", 1, {})
    assert sentence(record) == "li · N1 make"
