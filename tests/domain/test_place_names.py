"""What a caller says about a place, read as a dispatcher would."""

import pytest

from domain.desk.place_names import (
    LONGEST_ASKED,
    Address,
    Key,
    as_address,
    as_crossing,
    asked,
    rank,
)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("淮烈大道12号", Address("淮烈大道", 12)),
        ("淮烈大道 十二号 附近", Address("淮烈大道", 12)),
        ("淮烈大道一百二十号门口", Address("淮烈大道", 120)),
        ("淮烈大道二〇八号", Address("淮烈大道", 208)),
        ("ｈｌｄｄ１２", Address("hldd", 12)),
        ("淮烈大道", None),
        ("340604001", None),
    ],
)
def test_a_house_number_is_read_however_it_is_said(said, read):
    assert as_address(asked(said)) == read


@pytest.mark.parametrize("said", ["南环路与西环路路口", "南环路和西环路交叉口", "南环路 与 西环路"])
def test_two_roads_make_a_crossing(said):
    assert as_crossing(asked(said)) == ("南环路", "西环路")


def test_the_very_name_goes_before_its_beginning_its_pinyin_and_its_inside():
    key = Key("淮烈大道", "huailiedadao", "hldd")
    fits = [
        rank(key, words) for words in ("淮烈大道", "淮烈", "hldd", "huailie", "烈大", "烈", "x")
    ]
    assert fits == [0, 1, 1, 2, 3, None, None]


@pytest.mark.parametrize(
    "said", ["一" * 4400 + "号", "1" * 4400, "一" * 7200, "与" * 7200, "附近" * 4000]
)
def test_a_text_without_end_is_no_place_and_takes_no_time(said):
    words = asked(said)
    assert len(words) <= LONGEST_ASKED
    as_address(words)
    as_crossing(words)
