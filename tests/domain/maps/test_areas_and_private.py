import pytest

from domain.errors import InvalidError
from domain.maps.areas import Level, level_of, lineage, parent_of, short_name
from domain.private import mask, mask_name, mask_numbers, mask_phone, private_hash


def test_a_codes_length_tells_its_level() -> None:
    assert level_of("340604101006007") is Level.GRID
    assert lineage("340604101006007") == (
        "340604",
        "340604101",
        "340604101006",
        "340604101006007",
    )
    assert parent_of("340604") is None


@pytest.mark.parametrize(
    "code", ["", "34", "34060A", "３４０６０４", "340604101006 07", "3406041010060071"]
)
def test_a_malformed_code_is_refused(code: str) -> None:
    with pytest.raises(InvalidError):
        level_of(code)


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("和村社区居民居委会", "和村社区"),
        ("松山社区居民委员会", "松山社区"),
        ("马桥村村民委员会", "马桥村"),
        ("烈山区工业园虚拟社区", "烈山区工业园虚拟社区"),
        ("杨庄街道", "杨庄街道"),
    ],
)
def test_names_are_shortened_as_people_say_them(long: str, short: str) -> None:
    assert short_name(long) == short


def test_a_name_keeps_its_surname_only() -> None:
    assert mask_name("张三丰") == "张*"
    assert mask_name("演示-0417") == "演示-0417"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请回电13812345678。", "请回电138****5678。"),
        ("138-0000-0417", "138****0417"),
        ("138 1234 5678", "138****5678"),
        ("电话0561-3031234", "电话0561****1234"),
        ("身份证340604199001011234", "身份证340604********1234"),
        ("LS202601010001 三号库", "LS202601010001 三号库"),
    ],
)
def test_numbers_inside_free_text_are_hidden(text: str, shown: str) -> None:
    assert mask_numbers(text) == shown


def test_a_reporter_with_a_phone_keeps_neither_name_nor_number() -> None:
    assert mask("incident", {"reporter": "张三 13812345678", "title": "冒烟"}) == {
        "reporter": "张* 138****5678",
        "title": "冒烟",
    }


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        ("王建国2", "王*"),
        ("张三13812345678", "张* 138****5678"),
        ("张三　１３８１２３４５６７８", "张* 138****5678"),
        ("13812345678 张三", "张* 138****5678"),
        ("张三 李四", "张*"),
        ("张三,+86 138 1234 5678", "张* +86 138****5678"),
        ("Zhang San", "Z*"),
        ("（张三丰）", "张*"),
        ("张三 1234567", "张*"),
        ("34060419900101123X 张三", "张* 340604********123X"),
        ("12345", "*"),
        ("演示-0417", "演示-0417"),
        ("演示-0417张三", "演*"),
        ("演示-3021 138-0000-3021", "演示-3021 138****3021"),
    ],
)
def test_a_person_is_never_shown_by_more_than_surname_and_masked_number(
    person: str, shown: str
) -> None:
    assert mask("incident", {"reporter": person}) == {"reporter": shown}
    assert mask("unit", {"name": person}) == {"name": shown}


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("138-0000-0417", "138****0417"),
        ("1 3 8 1 2 3 4 5 6 7 8", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("3031234", "*******"),
        ("短号 612", "******"),
        ("", ""),
    ],
)
def test_a_phone_is_masked_by_position_however_it_is_written(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown
    assert mask("unit", {"phone": phone}) == {"phone": shown}


def test_the_hash_needs_the_salt() -> None:
    body = {"title": "厂房冒烟"}
    assert private_hash(b"a", body) == private_hash(b"a", dict(body))
    assert private_hash(b"a", body) != private_hash(b"b", body)
