"""A joint plan as the desk's page reads it."""

from collections.abc import Mapping
from typing import Any

from domain.dispatch import dispatch_words as words
from domain.dispatch.joint import Totals
from domain.dispatch.plan import Part, Plan, Sending
from domain.live.records import Record
from domain.moments import to_iso
from domain.private import mask
from domain.saying import Saying, Spoken, clauses
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


def plan_text(plan: Plan, left_out: int = 0) -> Spoken:
    """The plan in one sentence: what it saves against each taking its nearest, what is lacking."""
    if not plan.parts:
        return Saying("nothing_waits")
    topped_up = sum(part.waiting.sent > 0 for part in plan.parts)
    counted = Saying("topped_up", n=topped_up) if topped_up else ""
    parts = [Saying("waiting", n=len(plan.parts), counted=counted), _compared(plan)]
    if plan.joint.short:
        parts.append(Saying("short_in_all", n=plan.joint.short))
    if left_out:
        parts.append(Saying("left_out", n=left_out))
    return clauses(*parts)


def _compared(plan: Plan) -> Saying:
    joint, nearest, saved = plan.joint, plan.nearest, plan.saved_s
    if not joint.filled:
        return Saying("nobody_to_send")
    if saved is None:
        more = joint.filled - nearest.filled
        if more > 0:
            return Saying("plan_more", n=more)
        return Saying("plan_gravest")
    minutes = saved / 60
    if minutes >= 0.05:
        return Saying("plan_saves", n=f"{minutes:.1f}")
    if nearest.weighted_s - joint.weighted_s > 3:
        return Saying("plan_sooner")
    return Saying("plan_same")


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
    lacking = words.shortfall(part.short)
    sent = Saying("sent", n=part.waiting.sent) if part.waiting.sent else ""
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
        "text": clauses(sent, lacking or Saying("filled")),
    }


def _sending(one: Sending) -> dict[str, Any]:
    return {
        "unit_id": one.unit.unit_id,
        "call_sign": one.unit.call_sign,
        "kind": one.unit.kind.value,
        "role": one.need.role,
        "name": words.need_name(one.need),
        "travel_s": round(one.seconds),
        "text": words.minutes_saying(one.seconds),
    }
