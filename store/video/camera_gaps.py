"""What entries of the register lack, and what they come to, as the database counts it.

The conditions say what `domain/video/cameras/filing.py` says of one entry; a test asks both.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from domain.access.callers import Caller
from domain.video.cameras.camera import CAMERA
from domain.video.cameras.figures import RegisterFigures
from domain.video.cameras.filing import FILE_WITHIN, LEAST_RETENTION_DAYS, Gap
from domain.video.cameras.vocabulary import PTZ, CameraClass, OwnerClass
from store.kind_tables import TABLES
from store.live.visible import visible

C = TABLES[CAMERA.name]
_PTZ = sorted(one.value for one in PTZ)
_OUTSIDE = [one.value for one in OwnerClass if one.is_outside]


def lacks(gap: Gap, today: date) -> ColumnElement[bool]:
    """The condition that an entry has a gap on a day."""
    return _conditions(today)[gap]


def _conditions(today: date) -> Mapping[Gap, ColumnElement[bool]]:
    unfiled = or_(_empty(C.c.filing_number), _empty(C.c.filed_on))
    is_late = and_(C.c.in_use_since.is_not(None), C.c.in_use_since < _last_day(today))
    turns = and_(C.c.mount.is_not(None), C.c.mount.in_(_PTZ))
    return {
        Gap.NOT_FILED: and_(unfiled, ~is_late),
        Gap.FILING_LATE: and_(unfiled, is_late),
        Gap.CHANGED_SINCE: and_(~unfiled, C.c.has_changed.is_(True)),
        Gap.RETENTION_UNKNOWN: C.c.retention_days.is_(None),
        Gap.RETENTION_SHORT: and_(
            C.c.retention_days.is_not(None), C.c.retention_days < LEAST_RETENTION_DAYS
        ),
        Gap.NO_SIGN: C.c.has_sign.is_(False),
        Gap.SIGN_UNKNOWN: C.c.has_sign.is_(None),
        Gap.NO_BASIS: _empty(C.c.legal_basis),
        Gap.NO_CONSENT: and_(C.c.near_secret.is_(True), _empty(C.c.consent)),
        Gap.NO_AGREEMENT: and_(C.c.owner_class.in_(_OUTSIDE), _empty(C.c.agreement)),
        Gap.NO_DIRECTION: and_(C.c.direction_deg.is_(None), ~turns),
    }


def _last_day(today: date) -> str:
    return (today - FILE_WITHIN).isoformat()


def _empty(column: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(column.is_(None), column == "")


def figures(connection: Connection, who: Caller, today: date) -> RegisterFigures:
    """What a reader's cameras come to."""
    seen = and_(C.c.is_removed.is_(False), visible(CAMERA, who))
    is_connected = and_(C.c.source.is_not(None), C.c.address.is_not(None))
    conditions = _conditions(today)
    counted = [
        func.count(),
        _sum(C.c.is_demo.is_(True)),
        _sum(C.c.missing_since.is_not(None)),
        *(_sum(one) for one in conditions.values()),
    ]
    row = connection.execute(select(*counted).where(seen)).one()
    ids = connection.scalars(select(C.c.camera_id).where(seen, is_connected))
    count, demo, missing, *lacking = (int(one or 0) for one in row)
    return RegisterFigures(
        count=count,
        demo=demo,
        by_class={CameraClass(k): n for k, n in _by(connection, C.c.camera_class, seen).items()},
        by_owner_class={
            OwnerClass(k): n for k, n in _by(connection, C.c.owner_class, seen).items()
        },
        by_owner=_by(connection, C.c.owner, seen),
        gaps=dict(zip(conditions, lacking, strict=True)),
        connected=frozenset(ids),
        missing=missing,
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _by(
    connection: Connection, column: ColumnElement[Any], seen: ColumnElement[bool]
) -> dict[str, int]:
    query = select(column, func.count()).where(seen).group_by(column).order_by(column)
    return {str(key or ""): int(count) for key, count in connection.execute(query)}
