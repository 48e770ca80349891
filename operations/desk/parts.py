"""The desk's operations, built from the floors below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from domain.desk.timers import TimerKind
from domain.dispatch.units import UnitStatus
from domain.incidents.classes import class_bodies
from domain.incidents.clocks import Part
from domain.incidents.dispositions import Disposition, disposition_bodies
from domain.incidents.incidents import Severity
from domain.maps.departments import Department
from domain.statistics.figures import Measure, targets_of
from domain.subject_key import INCIDENT
from geodata.district.district import District, Targets
from operations.access.audit import Audit
from operations.access.presence import CURRENT
from operations.desk.bodies import DeskBodies
from operations.desk.card import DeskCard, NearSites, OnCard, no_sites
from operations.desk.check_ins import EVERY, CheckIns
from operations.desk.checklists import DeskChecklists
from operations.desk.escalation import AFTER, Escalation, StandIns
from operations.desk.files import DeskFiles, incident_door, unit_door
from operations.desk.intake import DeskIntake
from operations.desk.links import DeskLinks
from operations.desk.notices import DeskNotices
from operations.desk.paper import DeskPaper
from operations.desk.places import DeskPlaces
from operations.desk.roster import DeskRoster
from operations.desk.shift import DeskShift
from operations.desk.steps.crews import DeskCrews
from operations.desk.steps.ownership import DeskOwnership
from operations.desk.steps.steps import DeskSteps
from operations.desk.timers import Handler, Timers
from operations.dispatch.standby import Standbys
from operations.files.chunked import ChunkedUploads
from operations.files.decoding import Decoding
from operations.files.shelf import Shelf
from operations.incidents.incidents import Incidents
from operations.incidents.raising import Raises, as_told
from operations.live.picture import Picture
from operations.live.positions import PositionBoard
from operations.maps.areas import Areas
from operations.notices.channels import (
    AppChannel,
    Channel,
    ChannelError,
    Gateway,
    LogChannel,
    WebhookChannel,
)
from operations.notices.orders import Orders
from operations.notices.wecom_app import WeComAppChannel
from operations.prints.of_subjects import Prints
from operations.threads import Work
from store import Store

ESCALATION_STEPS = ("next_nearest", "supervisor", "department_duty")


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What an operator may set about the desk."""

    escalate_after: tuple[timedelta, ...] = AFTER
    check_in: timedelta = EVERY
    channels: tuple[Channel, ...] = field(default_factory=lambda: (AppChannel(), LogChannel()))
    files: Path | None = None
    templates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeskParts:
    """Everything the routes of the desk are given."""

    steps: DeskSteps
    ownership: DeskOwnership
    crews: DeskCrews
    standbys: Standbys
    intake: DeskIntake
    links: DeskLinks
    bodies: DeskBodies
    card: DeskCard
    notices: DeskNotices
    escalation: Escalation
    places: DeskPlaces
    areas: Areas
    incidents: Incidents
    timers: Timers
    shift: DeskShift
    roster: DeskRoster
    checklists: DeskChecklists
    files: DeskFiles
    shelf: Shelf
    uploads: ChunkedUploads
    paper: DeskPaper
    prints: Prints
    options: Mapping[str, Any]


def clock_targets(targets: Targets, check_in: timedelta) -> dict[Part, timedelta]:
    """The district's targets as the desk's clocks count them."""
    return {
        Part.ANSWER: timedelta(seconds=targets.call_answered_s),
        Part.ACCEPT: timedelta(seconds=targets.processed_s),
        Part.DISPATCH: timedelta(seconds=targets.processed_s),
        Part.TURNOUT: timedelta(seconds=targets.turnout_s),
        Part.TRAVEL: timedelta(seconds=targets.first_travel_s),
        Part.ON_SCENE: check_in * 6,
    }


def channels(names: Sequence[str], gateway: Gateway | None = None) -> tuple[Channel, ...]:
    """The channels of a setting, in its order; a webhook needs its gateway.

    Raises:
        ChannelError: a name nobody knows, a webhook without an address or a secret it needs.
    """
    made: list[Channel] = []
    for name in (one.strip() for one in names):
        if name == "app":
            made.append(AppChannel())
        elif name == "log":
            made.append(LogChannel())
        elif name != "webhook":
            raise ChannelError(f"there is no channel {name!r}; there are: app, log, webhook")
        elif gateway is None:
            raise ChannelError("the channel webhook needs ONESCREEN_NOTICE_WEBHOOK_URL")
        elif gateway.shape != "wecom_app":
            made.append(WebhookChannel(gateway))
        elif gateway.secret:
            made.append(WeComAppChannel(gateway))
        else:
            raise ChannelError("the shape wecom_app needs ONESCREEN_NOTICE_WEBHOOK_SECRET")
    return tuple(made)


def build_desk(
    *,
    store: Store,
    work: Work,
    areas: Areas,
    picture: Picture,
    board: PositionBoard,
    stand_ins: StandIns,
    district: District,
    departments: Sequence[Department],
    settings: DeskSettings | None = None,
    audit: Audit | None = None,
    more_timers: Mapping[TimerKind, Handler] = MappingProxyType({}),
    raises: Raises = as_told,
    sites: NearSites = no_sites,
    **on_card: OnCard,
) -> DeskParts:
    """Build the desk; `audit` is the one that is told who looked where a caller is.

    `more_timers`: what other subjects do when a timer of theirs is due; `raises`: makes a new
    incident graver where a rule says so; `sites`: key places near one; `on_card`: what others show
    on the card (`pushes`).
    """
    audit = audit or Audit(store, work)
    settings = settings or DeskSettings()
    incidents = Incidents(store, work, areas, picture, CURRENT.get)
    targets = clock_targets(district.targets, settings.check_in)
    checklists = DeskChecklists(store, work)
    bodies = _bodies(store, work, areas, incidents, checklists, departments, targets)
    orders = Orders(areas, settings.templates)
    escalation = _escalation(store, work, stand_ins, orders, departments, settings)
    check_ins = CheckIns(store, work, settings.check_in)
    standbys = Standbys(store, work, areas, picture, board.newest)
    shift = _shift(bodies, store, work, areas, picture, district, departments, targets)
    card = DeskCard(store, work, areas, picture, bodies, departments, sites=sites, **on_card)
    decoding = Decoding()
    paper = DeskPaper(store, work, bodies, card, shift)
    doors = {"incident": incident_door(bodies), "unit": unit_door(store, work)}
    shelf = Shelf(store, work, decoding, settings.files, doors)
    under_way = settings.files.with_name("uploads") if settings.files else None
    return DeskParts(
        steps=DeskSteps(store, work, departments, district.dispositions),
        ownership=DeskOwnership(store, work, departments),
        crews=DeskCrews(store, work),
        standbys=standbys,
        intake=_intake(store, work, areas, picture, district, departments, raises),
        links=DeskLinks(store, work),
        bodies=bodies,
        card=card,
        notices=DeskNotices(store, work, check_ins, orders),
        escalation=escalation,
        places=DeskPlaces(work, areas, picture, board, audit, district.upper_names, store),
        areas=areas,
        incidents=incidents,
        timers=Timers(store, work, _acts(escalation, check_ins, standbys) | {**more_timers}),
        shift=shift,
        roster=DeskRoster(store, work, decoding, district.shifts, zone=district.zone),
        checklists=checklists,
        files=DeskFiles(shelf),
        shelf=shelf,
        uploads=ChunkedUploads(shelf, work, under_way),
        paper=paper,
        prints=Prints({INCIDENT: paper.card}),
        options=options(bodies, departments, district.dispositions, settings),
    )


def _bodies(
    store: Store,
    work: Work,
    areas: Areas,
    incidents: Incidents,
    checklists: DeskChecklists,
    departments: Sequence[Department],
    targets: Mapping[Part, timedelta],
) -> DeskBodies:
    """What is told of incidents: by the district's targets, and whose grids they lie in."""
    return DeskBodies(
        store,
        work,
        incidents,
        checklists=checklists,
        targets=targets,
        departments=departments,
        handling_at=lambda lat, lon: areas.loaded.handling.at(lat, lon),
    )


def _escalation(
    store: Store,
    work: Work,
    stand_ins: StandIns,
    orders: Orders,
    departments: Sequence[Department],
    settings: DeskSettings,
) -> Escalation:
    """Delivery by the operator's channels, and telling on after the operator's delays."""
    return Escalation(
        store,
        work,
        stand_ins,
        channels=settings.channels,
        orders=orders,
        departments=departments,
        after=settings.escalate_after,
    )


def _intake(
    store: Store,
    work: Work,
    areas: Areas,
    picture: Picture,
    district: District,
    departments: Sequence[Department],
    raises: Raises,
) -> DeskIntake:
    """Taking calls, numbered by the district's prefix and day."""
    return DeskIntake(
        store,
        work,
        areas,
        picture,
        departments=departments,
        prefix=district.prefix,
        zone=district.zone,
        raises=raises,
    )


def _shift(
    bodies: DeskBodies,
    store: Store,
    work: Work,
    areas: Areas,
    picture: Picture,
    district: District,
    departments: Sequence[Department],
    targets: Mapping[Part, timedelta],
) -> DeskShift:
    """The shift, measured by the district's targets and cut by its hours."""
    return DeskShift(
        store,
        work,
        areas,
        picture,
        bodies,
        departments=departments,
        targets=targets_of(targets, timedelta(seconds=district.targets.arrival_s)),
        shares=shares_of(district.targets),
        zone=district.zone,
        shifts=district.shifts,
    )


def shares_of(targets: Targets) -> dict[Measure, float]:
    """What part of all must keep its target: of calls answered their own, of the rest another."""
    shares = dict.fromkeys(Measure, targets.processed_share)
    return shares | {Measure.ANSWER: targets.call_answered_share}


def _acts(
    escalation: Escalation, check_ins: CheckIns, standbys: Standbys
) -> dict[TimerKind, Handler]:
    """What happens on the desk by itself when its moment has come."""
    return {
        TimerKind.DELIVER: escalation.deliver,
        TimerKind.ESCALATE: escalation.escalate,
        TimerKind.CHECK_IN: check_ins.fall_due,
        TimerKind.ARRIVE: standbys.watch,
    }


def options(
    bodies: DeskBodies,
    departments: Sequence[Department],
    dispositions: Sequence[Disposition],
    settings: DeskSettings,
) -> dict[str, Any]:
    """Every list the forms offer, in order."""
    return {
        "classes": class_bodies(),
        "severities": [int(one) for one in Severity],
        "unit_statuses": [one.value for one in UnitStatus],
        "dispositions": disposition_bodies(dispositions),
        "departments": [
            {
                "code": one.code,
                "name": one.name,
                "duty": one.duty,
                "classes": list(one.classes),
                "grids": {name: list(codes) for name, codes in one.grids.items()},
            }
            for one in departments
        ],
        "targets": bodies.targets() | {"check_in": settings.check_in.total_seconds()},
        "escalation": {
            "after_s": [one.total_seconds() for one in settings.escalate_after],
            "steps": list(ESCALATION_STEPS[: len(settings.escalate_after)]),
        },
    }
