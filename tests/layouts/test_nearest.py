"""Who is nearest: the order given, names masked, guesses and stale positions said aloud."""

from datetime import timedelta

from domain.dispatch.recommend import TravelSource
from domain.dispatch.units import UnitKind
from layouts.dispatch.nearest import nearest_list
from tests.layouts.builders import NOON, an_offer
from tests.layouts.test_shell import texts, walk


def rows(*offers):
    drawn = nearest_list(offers, UnitKind.POLICE, NOON)
    return [node for node in walk(drawn) if type(node).__name__ == "Li"]


def test_rows_stand_in_the_given_order_with_call_sign_and_masked_name():
    first, second = rows(an_offer("警012"), an_offer("警007", minutes=1))
    assert "警012" in texts(first)
    assert "警007" in texts(second)
    assert "张*" in texts(first)
    assert "张三丰" not in texts(first)


def test_a_phone_is_masked_and_each_can_be_called():
    [row] = rows(an_offer("警012"))
    assert "138****0417" in texts(row)
    [button] = [one for one in walk(row) if "call-button" in str(getattr(one, "className", ""))]
    assert getattr(button, "data-call-units") == an_offer("警012").unit.unit_id


def test_the_first_three_are_called_together():
    drawn = nearest_list([an_offer(f"警{i}") for i in range(5)], UnitKind.POLICE, NOON)
    [together] = [one for one in walk(drawn) if getattr(one, "data-call-mode", "") == "first"]
    assert len(getattr(together, "data-call-units").split()) == 3


def test_where_only_two_are_near_nobody_promises_three():
    drawn = nearest_list([an_offer("警1"), an_offer("警2")], UnitKind.POLICE, NOON)
    [together] = [one for one in walk(drawn) if getattr(one, "data-call-mode", "") == "first"]
    assert "三" not in "".join(texts(together))


def test_a_phone_is_masked_however_it_is_written():
    shown = {
        "+1 202 555 0143": "120****0143",
        "1 3 8 0000 0417": "138****0417",
        "110": "***",
    }
    for phone, masked in shown.items():
        [row] = rows(an_offer("警012", phone=phone))
        assert masked in texts(row)
        assert phone not in texts(row)


def test_a_straight_line_guess_is_labelled():
    [road] = rows(an_offer("警012"))
    [guess] = rows(an_offer("警012", source=TravelSource.STRAIGHT_LINE))
    assert "直线估算" not in texts(road)
    assert "直线估算" in texts(guess)


def test_a_stale_position_is_flagged_not_hidden():
    [row] = rows(an_offer("警012", age=timedelta(minutes=6)))
    assert "位置陈旧" in texts(row)
    assert "is-stale" in row.className


def test_minutes_and_fix_age_open_to_their_source():
    [row] = rows(an_offer("警012"))
    told = [node for node in walk(row) if getattr(node, "data-prov", None)]
    assert {getattr(node, "data-prov") for node in told} == {"路网计算", "定位终端"}
    assert all(getattr(node, "data-prov-at") for node in told)


def test_the_age_of_a_position_stands_there_before_the_browser_takes_over():
    [row] = rows(an_offer("警012", age=timedelta(seconds=70)))
    assert "1 分" in texts(row)


def test_nobody_on_duty_is_said_in_words():
    assert "没有在岗" in texts(nearest_list([], UnitKind.POLICE, NOON))
