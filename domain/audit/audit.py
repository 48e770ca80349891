"""The record of who did what at the entrance: what a journal record of kind `audit` says."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.kind import Audience, Ends, Kept, Kind
from domain.kind_fields import ANY, MOMENT, Field, Masking
from domain.live.records import Change
from domain.subject_key import INCIDENT

_PRINTED = re.compile(r"/api/v1/desk/incidents/([^/]{1,40})/print")
# What an act tells beside its moment and its subject; each act tells some of it.
_ABOUT = (
    *("what", "by", "who", "kind", "id", "role", "fields", "device_id", "call_sign", "sessions"),
    *("failures", "seconds", "signs_in", "count", "counts", "records", "minutes", "alarm"),
    *("values", "changed", "version", "second_factor", "area", "door", "why", "untold"),
    *("until", "fixes", "deleted", "to", "hash", "was", "sealed_at", "rights"),
    *("source", "subject_kind", "subject_id"),
)


def from_v1(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Until version 2 the record of a print told by the path alone of which incident it was."""
    found = _PRINTED.fullmatch(str(state.get("what") or ""))
    return {**state, "subject_kind": INCIDENT, "subject_id": found[1]} if found else state


AUDIT: Kind[Any] = Kind(
    name="audit",
    version=2,
    upcasters={1: from_v1},
    fields=(
        Field("at", MOMENT),
        Field("subject"),
        *(Field(name, ANY, may_be_null=True, may_be_absent=True) for name in _ABOUT),
        Field("address", personal=Masking.WORDS),
        Field("name", personal=Masking.WORDS),
        Field("reason", personal=Masking.WORDS),
        Field("text", personal=Masking.WORDS),
    ),
    audience=Audience(("journal.read",)),
    ends=Ends("at"),
    kept=Kept.SIX_MONTHS,
    ids_are_shared=True,
    title="操作记录",
    tails=("，原因：{reason}", "（来自 {address}）"),
    changes={
        "settings.manage": (
            *("setting_changed", "device_added", "device_rotated", "device_revoked"),
            *("wall_paired", "thinned", "journal_trimmed"),
        ),
        "accounts.manage": (
            *("account_added", "account_changed", "account_disabled", "account_enabled"),
            *("account_unlocked", "password_reset", "second_factor_removed", "locked"),
            *("session_revoked", "alarm", "alarm_seen", "erased_subject"),
        ),
        "journal.read": (
            *("verified", "exported", "revealed", "looked_up", "erased_subject"),
            *("journal_trimmed", "setting_changed"),
        ),
    },
    says={
        "erased_subject": "清除了 {who} 的个人信息",
        "signed_in": "登录（{role_name}）",
        "sign_in_failed": "登录失败：账号 {subject}",
        "locked": "账号 {subject} 因多次失败被锁定",
        "signed_out": "退出登录",
        "session_revoked": "结束了 {subject} 的会话",
        "account_added": "新增账号 {subject}",
        "account_changed": "更改账号 {subject}",
        "account_disabled": "停用账号 {subject}",
        "account_enabled": "启用账号 {subject}",
        "account_unlocked": "解除账号 {subject} 的锁定",
        "password_changed": "更改密码",
        "password_reset": "重置了 {subject} 的密码",
        "second_factor_set": "启用动态口令",
        "second_factor_removed": "移除了 {subject} 的动态口令",
        "recovery_code_used": "使用恢复码登录",
        "wall_paired": "配对大屏 {subject}",
        "device_added": "新增设备 {subject}",
        "device_rotated": "更换 {subject} 的密钥",
        "device_revoked": "吊销设备 {subject}",
        "setting_changed": "更改设置 {subject}",
        "verified": "校验记录",
        "alarm_seen": "处理了第 {alarm} 号告警",
        "thinned": "抽稀了 {until} 以前的轨迹，删去 {fixes} 点",
        "journal_trimmed": "到期移除第 {to} 号以前的记录，校验头留存",
        "refused": "被拒绝访问 {door}（{why_name}）",
        "refused.more": "被拒绝访问 {door}（{why_name}），另有 {untold} 次相同",
        "revealed": "查看了 {id} 的个人信息",
        "looked_up": "查找了 {who}",
        "setting_changed.at_start": "启动时设置有变：{names}",
        "setting_changed.none": "记下启动时的设置",
        "alarm": "入侵告警：同一地址{minutes} 分钟内失败 {count} 次",
        "alarm.account": "入侵告警：账号 {name} {minutes} 分钟内失败 {count} 次",
        "exported": "导出了 {of}",
    },
)
KIND = AUDIT.name
NOBODY = "nobody"  # the actor before anybody has proved who they are
ACTIONS = frozenset(name for name in AUDIT.says if "." not in name)


def audit(
    action: str,
    *,
    actor: str,
    subject: str,
    at: datetime,
    address: str | None = None,
    about: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> Change:
    """The record of one act.

    Args:
        action: a word of `ACTIONS`.
        actor: who did it, as the journal names them.
        subject: what it was done to, such as an account's name; one newest record is kept at
            hand for each, so keep them few.
        at: when.
        address: where the caller sits; personal, kept apart and erasable.
        about: plain facts without personal ones.
        personal: whatever else is personal (`name`, `reason`, `text`); kept apart.

    Raises:
        ValueError: the action is no word of the record.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action} is not an act the record knows")
    return Change(
        kind=KIND,
        id=subject,
        action=action,
        state={"at": at.isoformat(), "subject": subject, **(about or {})},
        actor=actor,
        occurred_at=at,
        private={"address": address, **(personal or {})},
        v=AUDIT.version,
    )
