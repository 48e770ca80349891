"""What people write before a place in the district: country, province, prefecture, county, town.

An address is found by its road and number; the areas above it only say where, and whoever fills
in a form or reads one out names them all.
"""

import re
from collections.abc import Iterable, Sequence

# GB/T 2260: the 34 areas at the level of a province.
PROVINCES = (
    *("北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省"),
    *("上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省"),
    *("湖南省", "广东省", "广西壮族自治区", "海南省", "重庆市", "四川省", "贵州省", "云南省"),
    *("西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区", "新疆维吾尔自治区"),
    *("香港特别行政区", "澳门特别行政区", "台湾省"),
)
_COUNTRY = ("中华人民共和国", "中国")
_SHORT = re.compile(r"(?:壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治区|自治州|省|市|州|盟)$")
# What ends the name of an area above a district, and what only sounds so.
_UPPER_ENDS = ("特别行政区", "自治区", "自治州", "省", "市", "州", "盟", "地区")
_OTHER_ENDS = ("超市", "集市", "夜市", "门市", "菜市", "城市", "市市")
_LONGEST_UPPER = 30
# A name followed by one of these is a road's: 北京市路, 马桥村12号.
_GOES_ON = re.compile(r"第\d+号|[路街道巷弄里号\d#]|大道|胡同|国道|省道|县道")


# The 55 peoples that autonomous counties and banners are named after; longer names first.
_PEOPLES = (
    "乌孜别克|柯尔克孜|维吾尔|哈萨克|达斡尔|塔吉克|俄罗斯|鄂温克|鄂伦春|塔塔尔|"
    "蒙古|布依|朝鲜|土家|哈尼|傈僳|高山|拉祜|东乡|纳西|景颇|仫佬|布朗|撒拉|"
    "毛南|仡佬|锡伯|阿昌|普米|德昂|保安|裕固|独龙|赫哲|门巴|珞巴|基诺|各|回|"
    "藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒|京"
)
# Read from its end, so that a long text is gone through once; two characters stay as the name.
_AUTONOMOUS_FROM_ITS_END = re.compile(
    rf"([县旗])治自(?:族?(?:{'|'.join(one[::-1] for one in _PEOPLES.split('|'))})(?=..))+"
)


def spoken_name(district: str) -> str:
    """How people call a district: 大通回族土族自治县 is 大通县; others are called by their name."""
    found = _AUTONOMOUS_FROM_ITS_END.match(district[::-1])
    return district[: -found.end()] + found[1] if found else district


def without_upper(text: str, district: str, upper: Iterable[str] = ()) -> str:
    """A text without the areas above the district that it begins with.

    Args:
        text: without blanks.
        district: the district's own name; it stays.
        upper: names above it as people write them, such as 安徽省 and 淮北市.
    """
    for name in dict.fromkeys((district, spoken_name(district))):
        before, found, after = text.partition(name) if name else (text, "", "")
        if found and before and _is_upper(before, upper):
            return found + after
    return _stripped(text, (*_COUNTRY, *PROVINCES, *upper))


def _is_upper(before: str, upper: Iterable[str]) -> bool:
    """Whether a text before the district's name is nothing but names of areas above it."""
    if len(before) > _LONGEST_UPPER or before.endswith(_OTHER_ENDS):
        return False
    short = {_SHORT.sub("", name) for name in (*PROVINCES, *upper)} - {""}
    return before.endswith(_UPPER_ENDS) or any(
        before in {first, *_COUNTRY} or (before.startswith(first) and before[len(first) :] in short)
        for first in short
    )


def without_areas(
    text: str, levels: Sequence[Iterable[str]], district: str, upper: Iterable[str] = ()
) -> str:
    """A text without any areas before the road: those above, the district, its town, its village.

    Args:
        text: without blanks.
        levels: the names of the areas of each level, widest first.
        district: the district's own name.
        upper: names above it.
    """
    text = without_upper(text, district, upper)
    for order, names in enumerate(levels):
        known = [*names, spoken_name(district)] if order == 0 else names
        text = _stripped(text, known, once=True)
    return text


def _stripped(text: str, names: Iterable[str], *, once: bool = False) -> str:
    """The text without names at its beginning; one that is the beginning of a road's name stays."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    while True:
        name = next((one for one in known if text.startswith(one)), None)
        rest = text[len(name) :] if name else ""
        if not rest or _GOES_ON.match(rest):
            return text
        text = rest
        if once:
            return text
