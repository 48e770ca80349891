"""What a browser is told of the rules, so that it repeats none of them.

The same for everybody: the kinds that screens are sent with their fields and their ends, the words
of incidents and units with what may follow what, and what each is called. `contract` goes to every
page, `desk_contract` to the desk alone. Pure.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.codes.area_codes import AREA_SHORT_WORDS, AREA_WORDS, CODE_LENGTH, Level
from domain.codes.source_words import SOURCE_WORDS
from domain.desk.desk_rights import HANDLING_STEPS
from domain.desk.notices import ALARMING, ANSWERED, LEVEL_WORDS, STATE_WORDS, UNANSWERED
from domain.dispatch.unit_kinds import covered_kinds, own_kinds
from domain.dispatch.units import (
    FREE,
    NOT_ON_DUTY,
    STALE_AFTER,
    SUBKIND_WORDS,
    UNIT_KIND_WORDS,
    UNIT_STATUS_WORDS,
    UNLOCATED,
    UnitStatus,
)
from domain.incidents.classes import CLASS_NAMES, class_bodies
from domain.incidents.clocks import AMBER_FROM, NAMES, RUNS_IN
from domain.incidents.dispositions import disposition_bodies
from domain.incidents.incidents import (
    BEFORE_DISPATCH,
    BY_AREA,
    ENDED,
    HANDLED,
    LEAST_GRAVE,
    NEXT_STEPS,
    REOPENED_FROM,
    SEVERITY_WORDS,
    STATUS_WORDS,
    STEP_WORDS,
    UNACCEPTED,
    VOID,
    IncidentStatus,
    Severity,
)
from domain.kind import KEPT_LIVE_FOR, Kind, Live
from domain.kind_fields import Field
from domain.kinds import KINDS
from domain.named import english
from domain.net.fusion.pushes import FIELD_WORDS, FIELDS, LONGEST_BASIS, NEEDED, ORDER_WORDS
from domain.net.fusion.pushes import STATE_WORDS as STATE_WORDS_OF_PUSHES
from domain.topics.measures import Measure, in_english, measure_words, measures
from domain.topics.topics import LAYER_WORDS, OTHER_UNITS, USUAL_LAYERS
from domain.video.cameras.vocabulary import CAMERA_CLASS_WORDS
from domain.video.places.sites import NATURE_WORDS
from domain.video.places.sites import SORT_WORDS as SITE_SORT_WORDS


def contract() -> dict[str, Any]:
    """The contract as JSON takes it; see docs/live-protocol.md."""
    return {
        "kept_live_ms": int(KEPT_LIVE_FOR.total_seconds() * 1000),
        "kinds": {
            kind.name: _kind(kind)
            for kind in KINDS.values()
            if kind.live is not Live.NEVER and kind.is_streamed
        },
        "incident": {
            "statuses": [status.value for status in IncidentStatus],
            "open": [status.value for status in IncidentStatus if status not in ENDED],
            "ended": _words(ENDED),
            "unaccepted": _words(UNACCEPTED),
            "before_dispatch": _words(BEFORE_DISPATCH),
            "handled": _words(HANDLED),
            "void": _words(VOID),
            "next_steps": {status.value: _words(steps) for status, steps in NEXT_STEPS.items()},
            "may_reopen": _words(REOPENED_FROM),
            "least_grave": int(LEAST_GRAVE),
            "unplaced": {"place_source": BY_AREA, "length": CODE_LENGTH[Level.DISTRICT]},
        },
        "unit": {
            "statuses": [status.value for status in UnitStatus],
            "free": _words(FREE),
            "not_on_duty": _words(NOT_ON_DUTY),
            "unlocated": _words(UNLOCATED),
            "stale_after_ms": int(STALE_AFTER.total_seconds() * 1000),
            "covered": [kind.value for kind in covered_kinds()],
            "own_kinds": [
                {"code": one.code, "symbol": one.symbol, "colour": one.colour}
                for one in own_kinds()
            ],
        },
        "area_lengths": {level.value: length for level, length in CODE_LENGTH.items()},
        "measures": {one.name: _measure(one) for one in measures()},
        "usual_layers": [one for one in USUAL_LAYERS if one in _layers()],
        "own_english": {**in_english(english()), **english()},
        "words": {
            "class": _named(CLASS_NAMES),
            "severity": {str(int(one)): SEVERITY_WORDS[one] for one in Severity},
            "status": _named(STATUS_WORDS),
            "step": _named(STEP_WORDS),
            "unit_kind": _named(UNIT_KIND_WORDS),
            "unit_subkind": _named(SUBKIND_WORDS),
            "unit_status": _named(UNIT_STATUS_WORDS),
            "notice_state": _named(STATE_WORDS),
            "camera_class": _named(CAMERA_CLASS_WORDS),
            "key_site_sort": _named(SITE_SORT_WORDS),
            "key_site_nature": _named(NATURE_WORDS),
            "layer": _named(_layers()),
            "measure": _named(measure_words()),
            "level": _named(AREA_WORDS),
            "level_short": _named(AREA_SHORT_WORDS),
            "source": _named(SOURCE_WORDS),
        },
    }


def desk_contract() -> dict[str, Any]:
    """What the desk is told beside it: how a call is classed and ended, its clocks, its notices."""
    return {
        "classes": class_bodies(),
        "dispositions": disposition_bodies(),
        "handling_steps": _words(HANDLING_STEPS),
        "clocks": {
            "runs_in": {status.value: part.value for status, part in RUNS_IN.items()},
            "names": _named(NAMES),
            "amber_from": AMBER_FROM,
        },
        "push": {
            "orders": _named(ORDER_WORDS),
            "states": _named(STATE_WORDS_OF_PUSHES),
            "longest_basis": LONGEST_BASIS,
            "fields": {
                way.value: [
                    {"name": name, "label": FIELD_WORDS[name], "is_needed": name in NEEDED}
                    for name in names
                ]
                for way, names in FIELDS.items()
            },
        },
        "notice": {
            "levels": list(LEVEL_WORDS.values()),
            "unanswered": _words(UNANSWERED),
            "answered": _words(ANSWERED),
            "alarming": _words(ALARMING),
        },
    }


def _layers() -> dict[str, str]:
    """The layers of the map, without that of other units where no district has declared any."""
    return {one: word for one, word in LAYER_WORDS.items() if one != OTHER_UNITS or own_kinds()}


def _measure(measure: Measure) -> dict[str, Any]:
    """What a shading is made of; its word stands among the words."""
    told: dict[str, Any] = {"by": measure.by.value, "title": measure.title, "unit": measure.unit}
    told |= {"scale": measure.scale, "bins": list(measure.bins), "of": measure.of}
    return told | {"line": measure.line, "has": measure.has}


def _kind(kind: Kind[Any]) -> dict[str, Any]:
    shown = [one for one in kind.fields if one.personal is None or one.is_on_screens]
    told: dict[str, Any] = {"fields": {one.name: _field(one) for one in shown}}
    if kind.id_field:
        told["id"] = kind.id_field
    if kind.live is Live.UNTIL_ENDED and kind.ends is not None:
        told["ends"] = {"at": kind.ends.at}
        if kind.ends.when is not None:
            name, words = kind.ends.when
            told["ends"]["when"] = [name, sorted(words)]
    return told


def _field(one: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"shape": one.shape.name}
    if one.shape.name == "code":
        told["one_of"] = list(one.shape.one_of)
    if one.may_be_null or one.personal is not None:
        told["null"] = True
    if one.is_needed:
        told["needed"] = True
    return told


def _words(members: Iterable[Any]) -> list[str]:
    return sorted(str(member) for member in members)


def _named(names: Mapping[Any, str]) -> dict[str, str]:
    return {str(code): name for code, name in names.items()}
