"""Alarms near key places: by a rule that is data a new incident is graver than it was told.

A rule acts once, when the incident is reported; what a person sets afterwards stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.incidents.duplicates import metres_between
from domain.incidents.incidents import Incident, IncidentClass, Severity
from domain.kind import AN_INCIDENT, Audience, Kept, Kind, Owned
from domain.kind_fields import WHOLE, Field
from domain.video.places.sites import KeySite, SiteSort

FARTHEST_M = 2000


@dataclass(frozen=True, slots=True)
class RaisingRule:
    """A rule of a district.

    Attributes:
        name: as it is told on the incident.
        sorts: of the places; empty for every sort.
        classes: of the incidents; empty for every class.
        within_m: how near the incident is.
        steps: how many grades it rises, `to` aside; 1 or 2.
    """

    name: str
    sorts: frozenset[SiteSort]
    classes: frozenset[IncidentClass]
    within_m: int
    steps: int = 1


DEFAULT_RULES: Sequence[RaisingRule] = (
    RaisingRule(
        "危险物品、加油加气站附近的火情和险情",
        frozenset({SiteSort.HAZARDOUS, SiteSort.FUEL}),
        frozenset({IncidentClass.FIRE, IncidentClass.HAZARD}),
        300,
        2,
    ),
    RaisingRule(
        "矿山、供水供电供气附近的火情、险情和汛情",
        frozenset({SiteSort.MINE, SiteSort.UTILITY, SiteSort.WATER}),
        frozenset({IncidentClass.FIRE, IncidentClass.HAZARD, IncidentClass.FLOOD}),
        300,
    ),
    RaisingRule(
        "学校、医院、人员密集场所附近的火情、险情和治安警情",
        frozenset({SiteSort.SCHOOL, SiteSort.HOSPITAL, SiteSort.CROWD, SiteSort.STATION}),
        frozenset({IncidentClass.FIRE, IncidentClass.HAZARD, IncidentClass.PUBLIC_ORDER}),
        200,
    ),
)


@dataclass(frozen=True, slots=True)
class Raised:
    """Why an incident is graver than it was told."""

    site: KeySite
    rule: RaisingRule
    metres: int
    severity: Severity


def _without_name(state: Mapping[str, Any]) -> dict[str, Any]:
    """The first version named the place to everybody who sees the incident."""
    return {name: value for name, value in state.items() if name != "site_name"}


# An incident is seen by more people than a key place is: the record names none, and whoever may see
# the place reads its name in the same line (operations/desk/raised_near.py).
SITE_ALARM: Kind[dict[str, object]] = Kind(
    name="site_alarm",
    version=2,
    upcasters={1: _without_name},
    fields=(
        Field("number"),
        Field("site_id"),
        Field("rule"),
        Field("metres", WHOLE),
        Field("before", WHOLE),
        Field("after", WHOLE),
    ),
    id_field="number",
    audience=Audience(("desk.see", "journal.read"), owned=Owned.SUBJECT),
    is_streamed=False,
    kept=Kept.WITH_SUBJECT,
    hangs_on=AN_INCIDENT,
    timeline=True,
    title="临近重点部位",
    says={
        "raise": "距一处重点部位 {metres} 米，按规则“{rule}”由 {before} 级升为 {after} 级",
    },
)


def raised(
    incident: Incident, sites: Iterable[KeySite], rules: Sequence[RaisingRule]
) -> Raised | None:
    """The gravest an incident becomes by the places near it; None where no rule moves it.

    Of rules that move it alike the nearest place counts, then the order of ids.
    """
    if not incident.is_placed:
        return None
    found: list[tuple[int, float, str, Raised]] = []
    for site in sites:
        metres = metres_between(incident.lat, incident.lon, site.lat, site.lon)
        for rule in rules:
            if not _fits(rule, incident, site, metres):
                continue
            severity = Severity(max(Severity.I.value, incident.severity.value - rule.steps))
            if severity < incident.severity:
                told = Raised(site, rule, round(metres), severity)
                found.append((severity.value, metres, site.site_id, told))
    return min(found, key=lambda one: one[:3])[3] if found else None


def _fits(rule: RaisingRule, incident: Incident, site: KeySite, metres: float) -> bool:
    return (
        metres <= rule.within_m
        and (not rule.sorts or site.sort in rule.sorts)
        and (not rule.classes or incident.incident_class in rule.classes)
    )
