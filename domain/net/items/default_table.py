"""The table a district begins with, until it keeps its own: version 1.

The limits of 违法搭建, 暴露垃圾, 积存渣土, 道路不洁, 路面积水 and 绿地 are those of a published
district table; all others are proposals of this product. Published tables differ four-fold for the
same class, so a district edits them before it counts by them.

Source: www.renrendoc.com/paper/191493937.html (limits of the six); GB/T 30428.2 (groups)
"""

from collections.abc import Collection, Sequence

from domain.net.items.classes import ItemClass
from domain.net.items.limits import read_grades, read_limit

FIRST = 1
# group and class digits, name, 立案条件, 处置时限, 结案条件, owner, 可选档次
_Row = tuple[str, str, str, str, str, str, str]
_HOUSING, _CITY, _WATER = "housing", "city_management", "agriculture_water"
_POLICE, _ENVIRONMENT, _MARKET = "public_security", "environment", "market"

_PARTS: Sequence[_Row] = (
    ("0101", "上水井盖", "缺失、破损、移位、沉降", "24紧急工作时", "补装或修复，路面平整", _HOUSING,
     "12紧急工作时、24紧急工作时、2工作日"),
    ("0102", "污水井盖", "缺失、破损、移位、溢水", "24紧急工作时", "补装或修复，不再溢水", _HOUSING,
     "12紧急工作时、24紧急工作时、2工作日"),
    ("0103", "雨水箅子", "缺失、破损、堵塞", "24紧急工作时", "补装或清通", _HOUSING, ""),
    ("0104", "电力井盖", "缺失、破损、移位", "24紧急工作时", "补装或修复", "", ""),
    ("0105", "通信交接箱", "箱门敞开、破损、倾斜", "3工作日", "修复并锁闭", "", ""),
    ("0106", "路灯", "白天亮灯、夜间不亮、灯杆倾斜", "2工作日", "照明恢复正常", _HOUSING,
     "1工作日、2工作日、3工作日"),
    ("0107", "消火栓", "缺失、破损、漏水", "24紧急工作时", "补装或修复", "emergency", ""),
    ("0201", "交通信号灯", "不亮、显示错误、倾斜", "12紧急工作时", "恢复正常", _POLICE, ""),
    ("0202", "交通标志牌", "缺失、破损、遮挡", "3工作日", "修复或清除遮挡", _POLICE, ""),
    ("0203", "交通护栏", "缺失、破损、移位", "2工作日", "补装或复位", _POLICE, ""),
    ("0204", "道路路面", "坑洼、塌陷、破损", "5工作日", "修补平整", _HOUSING,
     "3工作日、5工作日、10工作日"),
    ("0205", "桥梁", "栏杆缺失、伸缩缝破损", "5工作日", "修复", _HOUSING, ""),
    ("0301", "公共厕所", "设施损坏、污水外溢", "1工作日", "设施完好，地面清洁", _CITY, ""),
    ("0302", "果皮箱", "缺失、破损、满溢", "1工作日", "补装、修复或清空", _CITY, ""),
    ("0303", "垃圾收集点", "破损、满溢、异味", "8工作时", "清空并冲洗", _CITY, ""),
    ("0304", "户外广告牌", "破损、松动、有坠落危险", "2工作日", "加固、修复或拆除", _CITY, ""),
    ("0401", "行道树", "枯死、倒伏、遮挡信号", "2工作日", "清理、修剪或补种", _CITY, ""),
    ("0402", "绿地", "养护不到位、裸土、设施破损", "5工作日", "补植或修复", _CITY,
     "3工作日、5工作日"),
    ("0403", "城市雕塑", "破损、污损", "10工作日", "修复或清洗", _CITY, ""),
    ("0501", "宣传栏", "破损、内容过期", "3工作日", "修复或更换", "", ""),
    ("0502", "人防工事", "出入口堵塞、标识缺失", "5工作日", "清通、补装", _HOUSING, ""),
    ("0601", "河长公示牌", "缺失、破损、信息过期", "5工作日", "补装或更新", _WATER, ""),
    ("0602", "视频监控杆", "倾斜、箱门敞开", "2工作日", "扶正、锁闭", _POLICE, ""),
)  # fmt: skip
_EVENTS: Sequence[_Row] = (
    ("1101", "违法搭建", "未经许可搭建", "4工作时", "停止施工；处罚、拆除另办", _CITY,
     "4工作时、7工作日、20工作日"),
    ("1102", "暴露垃圾", "公共场所有暴露的垃圾", "4工作时", "清理干净", _CITY, "4工作时、1工作日"),
    ("1103", "积存建筑垃圾", "无主建筑垃圾积存", "4工作时", "清运干净", _CITY, "4工作时、4工作日"),
    ("1104", "积存渣土", "渣土积存、未覆盖", "2工作日", "清运或覆盖", _CITY, "2工作日、4工作日"),
    ("1105", "道路不洁", "路面有污物、抛洒物", "2工作时", "清扫干净", _CITY, "2工作时、5工作时"),
    ("1106", "绿地脏乱", "绿地内有垃圾、杂物", "4工作时", "清理干净", _CITY, ""),
    ("1107", "水域不洁", "水面有漂浮物、岸边有垃圾", "15工作日", "打捞、清理干净", _WATER, ""),
    ("1108", "焚烧垃圾树叶", "露天焚烧", "2紧急工作时", "熄灭并清理", _ENVIRONMENT, ""),
    ("1201", "非法小广告", "乱张贴、乱涂写、乱刻画", "1工作日", "清除、恢复原貌", _CITY, ""),
    ("1202", "违规户外广告", "未经许可设置", "5工作日", "拆除或补办", _CITY, ""),
    ("1203", "违规标语条幅", "未经许可悬挂、破损", "1工作日", "清除", _CITY, ""),
    ("1301", "施工扰民", "夜间或午间违规施工", "2紧急工作时", "停止施工", _ENVIRONMENT, ""),
    ("1302", "工地扬尘", "未覆盖、未喷淋、车辆未冲洗", "1工作日", "措施到位", _HOUSING, ""),
    ("1303", "施工占道", "超出许可范围占用道路", "1工作日", "清退、恢复通行", _HOUSING, ""),
    ("1304", "道路遗撒", "运输车辆遗撒", "2紧急工作时", "清扫干净", _CITY, ""),
    ("1401", "路面塌陷", "路面突然塌陷", "2紧急工作时", "围挡、警示并抢修", _HOUSING, ""),
    ("1402", "自来水管破裂", "管道破裂、漏水", "2紧急工作时", "止水并修复", _HOUSING, ""),
    ("1403", "燃气泄漏", "有燃气气味、管道破损", "1紧急工作时", "处置完毕，恢复安全", _HOUSING, ""),
    ("1404", "路面积水", "积水影响通行", "4工作时", "排除积水", _HOUSING, ""),
    ("1405", "道路积雪", "积雪、结冰影响通行", "4工作时", "清除", _CITY, ""),
    ("1501", "无照经营游商", "占用公共场所经营", "2工作时", "劝离、恢复秩序", _CITY, ""),
    ("1502", "占道经营", "超出门窗经营", "2工作时", "规范或清退", _CITY, ""),
    ("1503", "机动车乱停放", "占用人行道、绿地", "2工作时", "驶离", _POLICE, ""),
    ("1504", "非机动车乱停放", "占用通道、影响通行", "4工作时", "摆放整齐", _CITY, ""),
    ("1505", "露天烧烤", "在禁止区域露天烧烤", "2紧急工作时", "停止、清理干净", _CITY, ""),
    ("1601", "噪音扰民", "商业、娱乐噪音扰民", "1工作日", "停止或整改", _POLICE, ""),
    ("1602", "油烟污染", "油烟直排、扰民", "5工作日", "安装或修复净化设施", _ENVIRONMENT, ""),
    ("1603", "食品摊贩卫生", "无遮盖、无证", "1工作日", "整改或取缔", _MARKET, ""),
)  # fmt: skip


def first_lines(region: str, departments: Collection[str]) -> tuple[ItemClass, ...]:
    """The lines of version 1; an owner the district does not know is left open.

    Args:
        region: the six digits its codes begin with.
        departments: codes the district knows.
    """
    return tuple(
        ItemClass(
            f"{region}{digits}", name, files_when, read_limit(limit), closes_when,
            owner if owner in departments else "", read_grades(grades),
        )
        for digits, name, files_when, limit, closes_when, owner, grades in (*_PARTS, *_EVENTS)
    )  # fmt: skip
