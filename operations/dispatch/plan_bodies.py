"""A joint plan as the desk's page reads it."""

from collections.abc import Mapping
from typing import Any

from domain.dispatch import dispatch_words as words
from domain.dispatch.joint import Totals
from domain.dispatch.plan import Part, Plan, Sending
from domain.live.records import Record
from domain.moments import to_iso
from domain.private import mask
from operations.dispatch.available_units import Standing


def plan_body(
    plan_id: str,
    plan: Plan,
    standing: Standing,
    records: Mapping[str, Record],
    left_out: int,
) -> dict[str, Any]:
    """The whole plan; incidents in queue order."""
    saved = plan.saved_s
    return {
        "plan": plan_id,
        "at": to_iso(standing.now),
        "waiting": len(plan.parts) + left_out,
        "text": plan_text(plan, left_out),
        "saved_s": None if saved is None else round(saved),
        "saved_weighted_s": (
            None if saved is None else round(plan.nearest.weighted_s - plan.joint.weighted_s)
        ),
        "filled": plan.joint.filled,
        "short": plan.joint.short,
        "nearest": _totals(plan.nearest),
        "joint": _totals(plan.joint),
        "incidents": [_part(part, records[part.waiting.number]) for part in plan.parts],
    }


def plan_text(plan: Plan, left_out: int = 0) -> str:
    """The plan in one sentence: what it saves against each taking its nearest, what is lacking."""
    if not plan.parts:
        return "没有待派的事件"
    topped_up = sum(part.waiting.sent > 0 for part in plan.parts)
    counted = f"（其中 {topped_up} 起补派）" if topped_up else ""
    parts = [f"{len(plan.parts)} 起待派{counted}", _compared(plan)]
    if plan.joint.short:
        parts.append(f"共缺 {plan.joint.short} 人（组）")
    if left_out:
        parts.append(f"另有 {left_out} 起排在其后，未列入本方案")
    return "，".join(part for part in parts if part)


def _compared(plan: Plan) -> str:
    joint, nearest, saved = plan.joint, plan.nearest, plan.saved_s
    if not joint.filled:
        return "目前没有可派的力量"
    if saved is None:
        more = joint.filled - nearest.filled
        if more > 0:
            return f"联合方案比各派最近多到 {more} 人（组）"
        return "联合方案先保等级高的事件"
    minutes = saved / 60
    if minutes >= 0.05:
        return f"联合方案比各派最近少用 {minutes:.1f} 分钟"
    if nearest.weighted_s - joint.weighted_s > 3:
        return "联合方案让等级高的事件更早有人到场"
    return "联合方案与各派最近相同"


def _totals(one: Totals) -> dict[str, Any]:
    return {
        "total_s": round(one.seconds),
        "weighted_s": round(one.weighted_s),
        "filled": one.filled,
        "short": one.short,
    }


def _part(part: Part, record: Record) -> dict[str, Any]:
    state = record.state
    shown = mask("incident", record.private or {})
    lacking = words.shortfall_text(part.short)
    sent = f"已派 {part.waiting.sent}，" if part.waiting.sent else ""
    return {
        "number": part.waiting.number,
        "title": shown.get("title"),
        "class": state["class"],
        "severity": state["severity"],
        "status": state["status"],
        "lat": state["lat"],
        "lon": state["lon"],
        "area_code": state["area_code"],
        "sent": part.waiting.sent,
        "joint": [_sending(one) for one in part.joint],
        "nearest": [_sending(one) for one in part.nearest],
        "short": [
            {"role": need.role, "name": words.need_name(need), "count": count}
            for need, count in part.short
        ],
        "text": sent + (lacking or "力量满足响应预案"),
    }


def _sending(one: Sending) -> dict[str, Any]:
    return {
        "unit_id": one.unit.unit_id,
        "call_sign": one.unit.call_sign,
        "kind": one.unit.kind.value,
        "role": one.need.role,
        "name": words.need_name(one.need),
        "travel_s": round(one.seconds),
        "text": words.minutes_text(one.seconds),
    }
