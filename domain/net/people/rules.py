"""Which assignment may stand beside those there are. Covered is not filled."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from domain.errors import ConflictError, InvalidError
from domain.net.people.people import NetAssignment
from domain.net.people.posts import ONE_PER_GRID, Post
from domain.net.people.settings import PeopleSettings

EARLIEST = "1990-01-01"
OPEN_END = "9999-12-31"


def read_day(text: str, name: str) -> str:
    """A day as it is kept.

    Raises:
        InvalidError: it is none, or lies before anybody's time.
    """
    try:
        day = date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise InvalidError(says="field_not_valid", field=name) from None
    if not EARLIEST <= day <= "2099-12-31":
        raise InvalidError(says="field_not_valid", field=name)
    return day


def check_assignment(
    new: NetAssignment,
    others: Iterable[NetAssignment],
    settings: PeopleSettings,
) -> None:
    """Refuse an assignment that cannot be true beside the others.

    Args:
        new: that is to be written.
        others: those of its grid and those of its person; whatever else is among them is ignored.
        settings: of the district.

    Raises:
        InvalidError: it ends before it begins, or covers without a reason.
        ConflictError: the post is held already, the person is there already, or holds too many.
    """
    if new.until is not None and new.until < new.since:
        raise InvalidError(says="net_until_before_since", field="until")
    if (new.post is Post.HANDLER) != (new.owner is not None):
        raise InvalidError(says="net_post_of_departments", field="post")
    if new.covers and not (new.reason or "").strip():
        raise InvalidError(says="net_cover_no_reason", field="reason")
    if new.covers and new.post not in ONE_PER_GRID:
        raise InvalidError(says="net_cover_part_time", field="post")
    at_once = [
        one
        for one in others
        if one.owner == new.owner and one.assignment_id != new.assignment_id and one.overlaps(new)
    ]
    _check_grid(new, at_once)
    _check_person(new, [one for one in at_once if one.person_id == new.person_id], settings)


def _check_grid(new: NetAssignment, at_once: Sequence[NetAssignment]) -> None:
    here = [one for one in at_once if one.grid == new.grid and one.post is new.post]
    for one in here:
        is_same = (one.building, one.handling) == (new.building, new.handling)
        same = one.person_id == new.person_id and is_same
        if same:
            raise ConflictError(
                says="net_there_already", since=one.since, until=_end(one), field="person"
            )
        if new.post in ONE_PER_GRID and not one.covers and not new.covers:
            raise ConflictError(
                says="net_post_held", grid=new.grid, since=one.since, until=_end(one), field="grid"
            )


def _check_person(
    new: NetAssignment, own: Sequence[NetAssignment], settings: PeopleSettings
) -> None:
    if new.post is not Post.WORKER:
        return
    elsewhere = [one for one in own if one.post is Post.WORKER and one.grid != new.grid]
    full = [one for one in elsewhere if not one.covers]
    if not new.covers and len({one.grid for one in full}) >= settings.posts_per_worker:
        one = full[0]
        raise ConflictError(
            says="net_worker_elsewhere",
            grid=one.grid,
            since=one.since,
            until=_end(one),
            field="grid",
        )
    if len({one.grid for one in elsewhere}) >= settings.most_grids:
        raise ConflictError(says="net_too_many_grids", most=settings.most_grids, field="grid")


def _end(one: NetAssignment) -> str:
    return one.until or OPEN_END


def ended(one: NetAssignment, day: str, reason: str | None) -> NetAssignment:
    """An assignment that ends on a day, which is its last.

    Raises:
        ConflictError: it has ended before.
        InvalidError: the day lies before its first.
    """
    if one.until is not None and one.until <= day:
        raise ConflictError(says="net_ended_already", until=one.until, field="until")
    if day < one.since:
        raise InvalidError(says="net_until_before_since", field="until")
    return replace(one, until=day, reason=reason or one.reason)
