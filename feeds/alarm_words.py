"""What phones and trackers call an alarm, and which of their words call for help."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ALARM_FIELDS = ("alarm", "alarms", "alarmtype", "alarm_type")
# A flag of its own, or a word among others; what these say beside help is no alarm of a device.
HELP_FIELDS = (
    "sos", "issos", "is_sos", "sosalarm", "sos_alarm", "panic", "emergency", "help", "mayday",
    "duress", "distress",
)  # fmt: skip
EVENT_FIELDS = ("event", "alert", "type")
_PARTS = re.compile(r"[,;|/+&，；、\s]+")
_BESIDE_LETTERS = re.compile(r"[\W_]+")
_HELP = re.compile(
    r"sos|panic|emergency|mayday|duress|distress|^help$|helpbutton|求助|求救|救命|紧急|报警|呼救|遇险"
)
_OVER = re.compile(r"cancel|clear|over$|end$|ended|off$|reset|restored|解除|取消|撤销|恢复|结束")
_NO = frozenset({"", "0", "false", "no", "off", "none", "null", "nil", "n", "否", "无", "normal"})
_YES = frozenset({"1", "true", "yes", "on", "y", "是"})
# The alarms Traccar knows besides sos; they move nobody and raise nothing.
KNOWN = frozenset({
    "general", "vibration", "movement", "lowspeed", "overspeed", "falldown", "lowpower",
    "lowbattery", "fault", "poweroff", "poweron", "door", "lock", "unlock", "geofence",
    "geofenceenter", "geofenceexit", "gpsantennacut", "accident", "tow", "idle", "highrpm",
    "hardacceleration", "hardbraking", "hardcornering", "lanechange", "fatiguedriving",
    "powercut", "powerrestored", "jamming", "temperature", "parking", "bonnet", "footbrake",
    "fuelleak", "tampering", "removing", "lowsignal", "battery",
})  # fmt: skip
LONGEST_WORD = 40
MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Alarms:
    """What a message says of alarms: whether it calls for help, and words nobody knows."""

    is_sos: bool = False
    unknown: tuple[str, ...] = ()


def read_alarms(fields: Mapping[str, Any]) -> Alarms:
    """The alarms among a message's fields (names in lower case), however they are written."""
    is_sos = any(_is_yes(fields.get(name)) for name in HELP_FIELDS)
    unknown: list[str] = []
    for word in _words(fields.get(name) for name in ALARM_FIELDS):
        plain = _plain(word)
        if plain in _NO or plain in KNOWN:
            continue
        if plain in _YES or calls_for_help(word):
            is_sos = True
        elif len(unknown) < MOST_WORDS:
            unknown.append(word[:LONGEST_WORD])
    is_sos = is_sos or any(map(calls_for_help, _words(fields.get(one) for one in EVENT_FIELDS)))
    return Alarms(is_sos, tuple(unknown))


def calls_for_help(word: str) -> bool:
    """Whether one word is a call for help, and not the end of one."""
    plain = _plain(word)
    return bool(_HELP.search(plain)) and not _OVER.search(plain)


def may_call_for_help(text: str) -> bool:
    """Whether a message, still unread, may hold a call for help: quick, and never wrong by no."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return any(name in plain for name in ("alarm", *HELP_FIELDS)) or bool(
        _HELP.search(_BESIDE_LETTERS.sub("", plain))
    )


def _plain(word: str) -> str:
    return _BESIDE_LETTERS.sub("", unicodedata.normalize("NFKC", word).casefold())


def _is_yes(value: Any) -> bool:
    """A flag that is set: true, a number other than 0, or any word that is not a no."""
    return any(
        _plain(word) not in _NO and not _OVER.search(_plain(word)) for word in _words([value])
    )


def _words(values: Iterable[Any]) -> Iterator[str]:
    """Every word of texts, numbers, flags, lists and objects (the names that are set)."""
    for value in values:
        if isinstance(value, str):
            yield from (part for part in _PARTS.split(value) if part)
        elif isinstance(value, bool | int | float):
            yield "1" if value else "0"
        elif isinstance(value, list):
            yield from _words(value[:MOST_WORDS])
        elif isinstance(value, dict):
            named = [value[one] for one in ("type", "name", "value") if one in value]
            yield from _words(named)
            yield from (str(name) for name, one in value.items() if one is True)
