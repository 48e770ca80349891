"""Every page of the entrance speaks English when asked to; names stay as they were written."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.access.role_names import ROLE_NAMES
from domain.access.routes import STARTS
from layouts.entrance import entrance
from layouts.entrance.account import OwnFacts, SessionLine, account_page
from layouts.entrance.words import in_english, say
from layouts.failed import failed_page
from tests.support.han import HAN, ROOT, in_python

NAME = "王登录"  # a name that holds a word of the page
FRAME = entrance.Frame("烈山区", is_demo=True, form_token="f", switch=("zh", "/login?lang=zh"))
AGENT = "Mozilla/5.0 (Android) MicroMessenger"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def facts(**more: object) -> OwnFacts:
    line = SessionLine("s", NOW, NOW, "10.0.0.9", AGENT, is_this=False)
    return OwnFacts(
        "p-1", NAME, "leader", "", ZoneInfo("Asia/Shanghai"), sessions=[line, line], **more
    )


PAGES = [
    entrance.login_page(FRAME, after="/", oidc_name="统一身份认证登录", is_first=True),
    entrance.code_page(FRAME, after="/"),
    entrance.logout_page(FRAME),
    entrance.refused_page(STARTS),
    entrance.refused_page(entrance.PAGE_NAMES),
    failed_page("0a1b2c3d"),
    entrance.pair_page(FRAME, "abcd2345"),
    entrance.pair_begin_page(FRAME),
    entrance.confirm_pair_page(FRAME),
    account_page(FRAME, facts(due="password")),
    account_page(FRAME, facts(due="second_factor", qr="<svg></svg>", secret="JBSWY3DP")),
    account_page(FRAME, facts(has_second_factor=True, new_codes=["ab-cd"], recovery_left=9)),
    account_page(FRAME, facts(has_second_factor=True, may_remove_factor=False)),
]


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_no_word_of_a_page_is_left_in_chinese(number: int):
    said = in_english(PAGES[number])
    assert '<html lang="en">' in said
    for name in (NAME, "烈山区", "中文"):
        said = said.replace(name, "")
    assert HAN.findall(said) == []


def test_names_are_not_words():
    assert f'<dd translate="no">{NAME}</dd>' in in_english(PAGES[-1])


def test_every_role_has_its_english():
    assert [role for role in ROLE_NAMES.values() if HAN.search(say(role))] == []


@pytest.mark.parametrize(
    "path",
    ["operations/access/entrance.py", "operations/access/own_account.py", "api/entrance/sign_in.py",
     "api/entrance/account.py", "api/entrance/pair.py", "api/entrance/forms.py"],
)  # fmt: skip
def test_every_refusal_has_its_english(path: str):
    text = Path(ROOT / path).read_text("utf-8")
    said = {literal: say(literal.replace("\x01", "15")) for literal in in_python(text)}
    assert {literal: english for literal, english in said.items() if HAN.search(english)} == {}
