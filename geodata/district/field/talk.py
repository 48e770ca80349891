"""How a district talks to its crews: `[talk]` and `[[replies]]` of its field.toml."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from domain.field.talk.messages import LONGEST_TEXT, Side
from domain.field.talk.replies import QuickReply, TalkSettings
from geodata.district.district import refuse_unknown
from geodata.district.refused import read_of

FILE = "field.toml"
# In seconds: more than a day is no time to read a message in.
_SPANS = {
    "unread_after_s": "unread_after",
    "supervisor_after_s": "supervisor_after",
    "case_unread_after_s": "case_unread_after",
    "case_supervisor_after_s": "case_supervisor_after",
    "read_within_s": "read_within",
    "broadcast_lasts_s": "broadcast_lasts",
}
_LONGEST_S = 86_400
_OF_REPLY = ("code", "text", "side", "english", "about")
_ABOUT = frozenset({"", "incident", "case"})
MOST_REPLIES = 24


def load_talk(folder: Path) -> TalkSettings:
    """The settings of a district; the product's own where it says nothing.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return TalkSettings()
    with read_of(path):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        refuse_unknown(raw, ("talk", "replies"), "", path)
    with read_of(path, "[talk]"):
        table = raw.get("talk", {})
        refuse_unknown(table, (*_SPANS,), "[talk] ", path)
        spans = {_SPANS[name]: _span(name, told) for name, told in table.items()}
    with read_of(path, "[[replies]]"):
        said = raw.get("replies", [])
        if len(said) > MOST_REPLIES:
            raise ValueError(f"at most {MOST_REPLIES} replies")
        for one in said:
            refuse_unknown(one, _OF_REPLY, "[[replies]] ", path)
        replies = tuple(_reply(one) for one in said)
        if len({(one.code, one.side) for one in replies}) < len(replies):
            raise ValueError("two replies of one side have one code")
    own = TalkSettings()
    return TalkSettings(replies or own.replies, **spans)


def _span(name: str, told: object) -> timedelta:
    if type(told) is not int or not 1 <= told <= _LONGEST_S:
        raise ValueError(f"{name} must be 1 to {_LONGEST_S} seconds: {told!r}")
    return timedelta(seconds=told)


def _reply(told: Mapping[str, Any]) -> QuickReply:
    code, text = str(told["code"]), str(told["text"]).strip()
    if not code.isidentifier() or not 0 < len(text) <= LONGEST_TEXT:
        raise ValueError(f"a reply needs a code and a text: {code!r}")
    about = str(told.get("about", ""))
    if about not in _ABOUT:
        raise ValueError(f"a reply is about an incident or a case: {about!r}")
    return QuickReply(code, text, Side(told["side"]), str(told.get("english", text)), about)
