"""How long before or after a day a district calls people about it, read from its folder."""

import tomllib
from dataclasses import fields
from pathlib import Path

from domain.centre.person.due_calls import LONGEST_CALL_DAYS, CallDays
from geodata.district.centre import FILE
from geodata.district.district import refuse_unknown
from geodata.district.refused import read_of

PART, TEXTS = "[call_days]", "[texts]"


def load_call_days(folder: Path) -> CallDays:
    """The days of a district (`[call_days]` of its centre); what it does not say is as usual.

    Raises:
        DistrictError: the file cannot be read, or a number of days is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return CallDays()
    with read_of(path, PART):
        said = tomllib.loads(path.read_text(encoding="utf-8")).get("call_days", {})
        refuse_unknown(said, [one.name for one in fields(CallDays)], f"{PART} ", path)
        for name, days in said.items():
            if type(days) is not int or not 1 <= days <= LONGEST_CALL_DAYS:
                raise ValueError(f"{name} must be 1 to {LONGEST_CALL_DAYS} days: {days!r}")
        return CallDays(**said)


def load_texts_by_itself(folder: Path) -> bool:
    """Whether reminders are texted without anybody pressing (`[texts]` of the centre); usually not.

    Raises:
        DistrictError: the file cannot be read, or it is neither true nor false.
    """
    path = folder / FILE
    if not path.exists():
        return False
    with read_of(path, TEXTS):
        said = tomllib.loads(path.read_text(encoding="utf-8")).get("texts", {})
        refuse_unknown(said, ("by_itself",), f"{TEXTS} ", path)
        by_itself = said.get("by_itself", False)
        if type(by_itself) is not bool:
            raise ValueError(f"by_itself must be true or false: {by_itself!r}")
        return by_itself
