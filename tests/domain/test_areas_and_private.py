import pytest

from domain.areas import Level, level_of, lineage, parent_of, short_name
from domain.errors import InvalidError
from domain.private import mask, mask_name, mask_numbers, private_hash


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


def test_the_hash_needs_the_salt() -> None:
    body = {"title": "厂房冒烟"}
    assert private_hash(b"a", body) == private_hash(b"a", dict(body))
    assert private_hash(b"a", body) != private_hash(b"b", body)
