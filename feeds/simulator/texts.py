"""What demo incidents say: titles and descriptions, every person and number visibly invented."""

from random import Random

from domain.incidents.incidents import IncidentClass, Severity
from feeds.simulator.fleet import demo_person

REPORTER_NUMBERS = range(3000, 10000)

_GRAVE: dict[IncidentClass, tuple[str, ...]] = {
    IncidentClass.FIRE: (
        "厂房起火，有人员被困",
        "居民楼着火，浓烟封住楼道",
        "仓库起火，火势蔓延",
        "山脚林地起火，风助火势",
    ),
    IncidentClass.TRAFFIC: (
        "货车与轿车相撞，有人被困",
        "三车追尾，多人受伤",
        "客车冲出路面，有人受伤",
    ),
    IncidentClass.FLOOD: ("涵洞积水过深，车辆被困", "河水漫堤，低洼住户需转移"),
    IncidentClass.MEDICAL: ("多人疑似食物中毒", "老人突发昏迷，呼之不应", "工人高处坠落"),
    IncidentClass.PUBLIC_ORDER: ("多人持械斗殴", "多人聚集堵路", "入室抢劫，嫌疑人逃离"),
    IncidentClass.HAZARD: ("燃气泄漏，气味浓烈", "采空区地面塌陷", "危化品车辆泄漏"),
    IncidentClass.SOS: ("一键求助，现场有打斗声", "一键求助，无人应答"),
}
_USUAL: dict[IncidentClass, tuple[str, ...]] = {
    IncidentClass.FIRE: (
        "垃圾堆冒烟",
        "厨房油锅起火，已关气阀",
        "电动车充电时起火",
        "田埂秸秆燃烧",
        "配电箱打火冒烟",
        "废品堆起火",
    ),
    IncidentClass.TRAFFIC: (
        "电动车与轿车剐蹭",
        "两车追尾，无人受伤",
        "路口信号灯不亮，车辆拥堵",
        "三轮车侧翻，路面散落货物",
        "货车抛锚占道",
        "行人被电动车碰倒",
        "违停堵住小区出口",
        "车辆撞上护栏",
    ),
    IncidentClass.FLOOD: ("下穿道路积水", "沟渠堵塞，雨水倒灌院落", "泵站停机，田间积水"),
    IncidentClass.MEDICAL: (
        "老人摔倒，不能起身",
        "居民胸闷，等候救护车",
        "儿童误食药片",
        "工地人员手部受伤",
        "村民中暑",
    ),
    IncidentClass.PUBLIC_ORDER: (
        "店铺门前争吵推搡",
        "电瓶被盗",
        "酒后滋事",
        "深夜噪声扰民",
        "疑似电信诈骗，请求止付",
        "有人翻越围墙",
        "麻将馆内发生口角",
        "车窗被砸，物品丢失",
    ),
    IncidentClass.HAZARD: (
        "电线垂落路边",
        "楼道堆放杂物，堵住消防通道",
        "井盖缺失",
        "外墙瓷砖松动",
        "树枝折断，悬在路面上方",
        "电动车在楼内飞线充电",
        "矿山便道护栏缺损",
    ),
    IncidentClass.CITY_MANAGEMENT: (
        "占道经营，人行道不通",
        "垃圾桶满溢",
        "路灯不亮",
        "建筑垃圾乱倒",
        "墙面小广告",
        "路面破损有坑",
        "共享单车堆放挡路",
        "绿化带被踩踏毁坏",
        "渣土车遗撒",
        "污水外溢",
        "违规搭建雨棚",
        "露天烧烤油烟扰民",
    ),
    IncidentClass.DISPUTE: (
        "邻里因滴水起争执",
        "宅基地边界纠纷",
        "物业费纠纷",
        "拖欠工资，工人上门讨要",
        "土地流转租金纠纷",
        "婚姻家庭纠纷",
        "停车位之争",
        "装修噪声引发争执",
        "赡养老人起纠纷",
    ),
    IncidentClass.SERVICE_REQUEST: (
        "独居老人请求送药",
        "咨询医保报销办理",
        "请求上门办理高龄补贴",
        "自来水停水，询问恢复时间",
        "请求协助寻找走失宠物",
        "申请临时救助",
        "请求开具居住证明",
        "残疾居民请求代办证件",
        "下水道堵塞，请求疏通",
        "企业咨询用工登记",
    ),
    IncidentClass.SOS: ("手机一键求助", "一键求助，随后报平安"),
    IncidentClass.OTHER: (
        "发现走失老人",
        "流浪犬徘徊校门口",
        "拾到无主包裹",
        "无人机低飞，群众询问",
        "蜂巢悬在屋檐下",
    ),
}
_SEEN = (
    "来电人在路边看到，请派人查看。",
    "网格巡查时发现，已拍照留存。",
    "群众当面反映，需现场处置。",
)
_CALLED = ("来电人在现场等候。", "来电人请求尽快到场。", "家属代为来电，现场有人接应。")
_ASKED = ("当事人请求上门。", "来电人在家等候。", "来电人希望当日办理。")
_SAID: dict[IncidentClass, tuple[str, ...]] = {
    IncidentClass.CITY_MANAGEMENT: _SEEN,
    IncidentClass.HAZARD: _SEEN,
    IncidentClass.FLOOD: _SEEN,
    IncidentClass.OTHER: _SEEN,
    IncidentClass.DISPUTE: _ASKED,
    IncidentClass.SERVICE_REQUEST: _ASKED,
}


def titles_of(incident_class: IncidentClass, severity: Severity) -> tuple[str, ...]:
    """The titles an incident of this class and gravity may carry."""
    if severity <= Severity.II and incident_class in _GRAVE:
        return _GRAVE[incident_class]
    return _USUAL[incident_class]


def tell(
    incident_class: IncidentClass, severity: Severity, where: str, rng: Random
) -> tuple[str, str, str]:
    """Draw title, description and reporter of a demo incident.

    Args:
        incident_class: what happens.
        severity: how grave it is.
        where: the short name of the village or community it happens in.
        rng: drawn from three times.
    """
    title = rng.choice(titles_of(incident_class, severity))
    description = f"{where}：{title}。{rng.choice(_SAID.get(incident_class, _CALLED))}（演示数据）"
    name, phone = demo_person(rng.choice(REPORTER_NUMBERS))
    return title, description, f"{name} {phone}"
