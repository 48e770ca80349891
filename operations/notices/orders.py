"""What an order says to whom it is sent: what, where, how grave, and who else goes.

A notice itself keeps no personal words; they are put together when it is handed out, from the
incident as it stands then. Phone and identity numbers inside the words are masked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from domain.desk.notices import Notice
from domain.incidents.classes import CLASS_NAMES
from domain.incidents.incidents import Incident, to_private
from domain.private import mask
from domain.subject_key import INCIDENT
from operations.maps.areas import Areas
from operations.notices.notices import ROMAN
from store import Transaction

DEFAULT_TEMPLATE = (
    "{what}：{class}{severity}级，{title}。地点：{place}，坐标 {lat},{lon} {map}。"
    "同去：{others}。编号 {number}"
)
PLACEHOLDERS = (
    "what", "call_sign", "class", "severity", "title", "description", "address", "area",
    "place", "lat", "lon", "map", "others", "number",
)  # fmt: skip
# Opens the point in the map app of a phone; the coordinates are WGS 84, the app converts them.
_MAP_LINK = "https://uri.amap.com/marker?position={lon:.6f},{lat:.6f}&coordinate=wgs84"
_NOBODY = "无"


def check_template(template: str) -> str:
    """The template, if it names only what an order can say.

    Raises:
        ValueError: it cannot be read, or names something else.
    """
    try:
        names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    except ValueError as error:
        raise ValueError(f"an order's template cannot be read: {error}") from None
    if unknown := sorted(set(names) - set(PLACEHOLDERS)):
        known = ", ".join(PLACEHOLDERS)
        raise ValueError(f"an order has no {{{unknown[0]}}}; it has {known}")
    return template


@dataclass(frozen=True, slots=True)
class Order:
    """The facts of an order, as the phones' door and gateways are given them."""

    fields: Mapping[str, Any]

    def text(self, template: str) -> str:
        """The sentence of a template."""
        words = {name: value for name, value in self.fields.items() if name in PLACEHOLDERS}
        return template.format(**words)

    def body(self) -> dict[str, Any]:
        """Where and what, in fields: `lat` and `lon` are WGS 84 degrees."""
        kept = ("class", "title", "address", "area", "description", "number", "others")
        named = {name: self.fields[name] or None for name in kept}
        return {
            **named,
            "class": self.fields["class_code"],
            "severity": self.fields["grade"],
            "lat": self.fields["at"][0],
            "lon": self.fields["at"][1],
            "map": self.fields["map"],
        }


@dataclass(frozen=True)
class Orders:
    """Puts orders into words; `templates` by channel, `DEFAULT_TEMPLATE` for the others."""

    areas: Areas
    templates: Mapping[str, str] = field(default_factory=dict)

    def of(self, tx: Transaction, notice: Notice) -> Order | None:
        """The order behind a notice; None when it is to no unit and no department."""
        if notice.unit_id is None and notice.department is None:
            return None
        incident = tx.incident(notice.number) if notice.subject_kind == INCIDENT else None
        if incident is None:
            return None
        return self._order(notice, incident, _others(tx, notice))

    def _order(self, notice: Notice, incident: Incident, others: Sequence[str]) -> Order:
        shown = mask("incident", to_private(incident))
        path = self.areas.path(incident.area_code)
        area = "".join(one["name"] for one in path[1:]) or "".join(one["name"] for one in path)
        address = shown["address"] or ""
        name = CLASS_NAMES[incident.incident_class]
        return Order(
            {
                "what": notice.head,
                "call_sign": notice.recipient,
                "class": name,
                "class_code": incident.incident_class.value,
                "severity": ROMAN[incident.severity],
                "grade": int(incident.severity),
                "title": shown["title"] or name,
                "description": shown["description"] or "",
                "address": address,
                "area": area,
                "place": f"{address}（{area}）" if address else area,
                "lat": f"{incident.lat:.6f}",
                "lon": f"{incident.lon:.6f}",
                "at": (incident.lat, incident.lon),
                "map": _MAP_LINK.format(lat=incident.lat, lon=incident.lon),
                "others": "、".join(others) or _NOBODY,
                "number": incident.number,
            }
        )

    def text(self, order: Order, channel: str) -> str:
        """The words for a channel."""
        return order.text(self.templates.get(channel) or DEFAULT_TEMPLATE)


def _others(tx: Transaction, notice: Notice) -> list[str]:
    """Call signs of the other units that are sent to the same incident."""
    ids = [one.unit_id for one in tx.open_assignments(number=notice.number)]
    units = [tx.unit(unit_id) for unit_id in ids if unit_id != notice.unit_id]
    return [unit.call_sign for unit in units if unit is not None]
