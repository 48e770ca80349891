"""What each role is called."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.own_names import Names

# Roles of people, in the order in which they are offered.
PEOPLE = Names(
    {
        "dispatcher": "指挥调度员",
        "leader": "领导",
        "department": "部门人员",
        "village": "村（社区）干部",
        "grid_worker": "网格员",
        "police": "民警",
        "mediation": "调解员",
        "window_clerk": "窗口受理员",
        "duty_clerk": "分流值班员",
        "body_officer": "机构承办人",
        "case_reviewer": "结案复核员",
        "study_secretary": "联合研判秘书",
        "discipline_officer": "纪检监察干部",
        "partner": "协作单位人员",
        "firm_contact": "企业联络员",
        "system_admin": "系统管理员",
        "security_admin": "安全管理员",
        "audit_admin": "审计管理员",
    }
)
# Screens that are paired, in the order in which they are offered.
SCREENS: Mapping[str, str] = MappingProxyType(
    {"wall": "大屏", "hall": "大厅叫号屏", "kiosk": "取号机"}
)
ROLE_NAMES = Names({**PEOPLE, **SCREENS, "feed": "数据源"})
