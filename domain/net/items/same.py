"""Whether a report is of an item that was reported before: near in place and time, of one class."""

from collections.abc import Iterable

from domain.incidents.duplicates import metres_between
from domain.net.items.items import OPEN, NetItem
from domain.net.items.settings import ItemSettings


def first_of(new: NetItem, before: Iterable[NetItem], rules: ItemSettings) -> NetItem | None:
    """The open item a report belongs to, the earliest of several; None where it is a new one.

    Things of the register are the same where they bear one id; everything else where it is near.
    """
    same = [
        one
        for one in before
        if one.item_id != new.item_id
        and one.state in OPEN
        and one.class_code == new.class_code
        and abs(new.at - one.at) <= rules.within
        and _is_there(new, one, rules.near_m)
    ]
    return min(same, key=lambda one: (one.at, one.item_id), default=None)


def _is_there(new: NetItem, one: NetItem, near_m: int) -> bool:
    if new.part_id and one.part_id:
        return new.part_id == one.part_id
    return metres_between(new.lat, new.lon, one.lat, one.lon) <= near_m
