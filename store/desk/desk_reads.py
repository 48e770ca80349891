"""What the desk asks of the facts: the story of an incident, notices, timers, figures."""

from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Integer,
    and_,
    bindparam,
    func,
    not_,
    select,
    text,
    union,
)

from domain.desk.notices import NOTICE as NOTICES
from domain.desk.notices import Notice
from domain.desk.timers import Timer, TimerKind
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import INCIDENT as INCIDENTS
from domain.incidents.incidents import Incident
from domain.live.records import Record
from domain.reach import Viewer
from domain.subject_key import INCIDENT as INCIDENT_KIND
from domain.subject_key import SubjectKey
from store import rows
from store.columns import may_be_key
from store.desk.outbox import notice_from, timer_from
from store.engine import reading
from store.incidents.incident_list import under
from store.live import newest
from store.live.heads import any_subject, same_entity
from store.live.journal import read_records
from store.live.visible import Sight, admitted, sight_of, visible
from store.models.desk import WAITING
from store.tables import ASSIGNMENT, ENTITY_HEAD, INCIDENT, JOURNAL, NOTICE, TIMER

MOST_ROWS = 20_000
# Of who looks and what for: a handful for each account.
QUERIES_KEPT = 128


class DeskReads:
    """Reads of the desk; each sees one consistent state."""

    _engine: Engine

    def newest(self, kind: str, entity_id: str) -> Record | None:
        """The newest record of an entity of any kind."""
        with reading(self._engine) as connection:
            return newest.newest(connection, kind, entity_id)

    def newest_of_days(self, kind: str, first: date, last: date) -> list[Record]:
        """The newest record of each entity of a kind that is of a day in [first, last]."""
        with reading(self._engine) as connection:
            return newest.newest_of_days(connection, kind, first, last)

    def newest_seq(self, kind: str, first: date, last: date) -> int:
        """The newest record's number among entities of a kind of days in [first, last]; or 0."""
        wanted = select(func.max(ENTITY_HEAD.c.seq)).where(*newest.of_days(kind, first, last))
        with reading(self._engine) as connection:
            return int(connection.scalar(wanted) or 0)

    def story(self, about: Collection[SubjectKey], kinds: Collection[str]) -> list[Record]:
        """Every record of entities, and of what hangs on them, in order."""
        if not about:
            return []
        query = union(
            *(
                select(JOURNAL.c.seq).where(
                    JOURNAL.c.kind == key.kind, JOURNAL.c.entity_id == key.id
                )
                for key in about
                if key.kind in kinds
            ),
            select(JOURNAL.c.seq)
            .select_from(ENTITY_HEAD.join(JOURNAL, same_entity()))
            .where(any_subject(about), ENTITY_HEAD.c.kind.in_(kinds)),
        )
        with reading(self._engine) as connection:
            return read_records(connection, JOURNAL.c.seq.in_(query))

    def newest_about(self, kind: str, about: SubjectKey) -> list[Record]:
        """The newest record of each entity of a kind that hangs on an entity."""
        with reading(self._engine) as connection:
            return newest.newest_about(connection, kind, about)

    def merged_into(self, number: str) -> list[str]:
        """Numbers of the incidents that were merged into this one."""
        query = select(INCIDENT.c.number).where(INCIDENT.c.merged_into == number)
        with reading(self._engine) as connection:
            return [str(row[0]) for row in connection.execute(query)]

    def notices(
        self,
        *,
        about: SubjectKey | None = None,
        unit_id: str | None = None,
        state: str | None = None,
        viewer: Viewer | None = None,
        limit: int = 200,
    ) -> list[Notice]:
        """Notices, newest first; `viewer`: only those of incidents they may see, and of places."""
        if unit_id is not None and not may_be_key(unit_id):
            return []
        sight = None if viewer is None else sight_of(viewer)
        query = _notices_query(sight, about is not None, unit_id is not None, state is not None)
        asked: dict[str, Any] = {"most": limit}
        if about is not None:
            asked |= {"about_id": about.id, "about_kind": about.kind}
        if unit_id is not None:
            asked["for_unit"] = unit_id
        if state is not None:
            asked["in_state"] = state
        with reading(self._engine) as connection:
            return [notice_from(row) for row in connection.execute(query, asked).mappings()]

    def notice(self, notice_id: str) -> Notice | None:
        """The notice of an id."""
        if not may_be_key(notice_id):
            return None
        query = select(NOTICE).where(NOTICE.c.notice_id == notice_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().first()
        return notice_from(row) if row else None

    def notices_of_assignment(self, assignment_id: str) -> list[Notice]:
        """All notices about an assignment, oldest first; given up and answered ones too."""
        if not may_be_key(assignment_id):
            return []
        query = select(NOTICE).where(NOTICE.c.assignment_id == assignment_id)
        in_order = query.order_by(NOTICE.c.at, NOTICE.c.notice_id)
        with reading(self._engine) as connection:
            return [notice_from(row) for row in connection.execute(in_order).mappings()]

    def has_due_timers(self, at: datetime) -> bool:
        """Whether anything must happen now."""
        query = select(func.count()).select_from(TIMER).where(TIMER.c.due_at <= at)
        with reading(self._engine) as connection:
            return bool(connection.scalar(query))

    def timers(self, kind: TimerKind) -> list[Timer]:
        """All timers of a kind, soonest first."""
        of_kind = select(TIMER).where(TIMER.c.kind == kind.value)
        query = of_kind.order_by(TIMER.c.due_at, TIMER.c.timer_id)
        with reading(self._engine) as connection:
            return [timer_from(row) for row in connection.execute(query).mappings()]

    def open_assignments(self, unit_id: str | None = None) -> list[Assignment]:
        """Units that are on something now; or one of them alone."""
        is_open = ASSIGNMENT.c.cleared_at.is_(None)
        if unit_id is None:
            return self._assignments(is_open)
        return self._assignments(is_open & (ASSIGNMENT.c.unit_id == unit_id))

    def period(
        self,
        since: datetime,
        until: datetime,
        *,
        viewer: Viewer | None = None,
    ) -> tuple[list[Incident], dict[str, list[Assignment]]]:
        """Incidents reported in [since, until) and the assignments of each, oldest first.

        `viewer`: only those they may see.
        """
        inside = and_(
            INCIDENT.c.reported_at >= since,
            INCIDENT.c.reported_at < until,
            *_narrowed(viewer),
        )
        in_order = (INCIDENT.c.reported_at, INCIDENT.c.number)
        query = select(INCIDENT).where(inside).order_by(*in_order).limit(MOST_ROWS)
        sent = select(ASSIGNMENT).where(
            ASSIGNMENT.c.number.in_(select(INCIDENT.c.number).where(inside))
        )
        with reading(self._engine) as connection:
            found = [rows.incident_from(row) for row in connection.execute(query).mappings()]
            made = [rows.assignment_from(row) for row in connection.execute(sent).mappings()]
        by_number: dict[str, list[Assignment]] = {}
        for one in sorted(made, key=lambda one: (one.assigned_at, one.assignment_id)):
            by_number.setdefault(one.number, []).append(one)
        return found, by_number

    def _assignments(self, condition: Any) -> list[Assignment]:
        in_order = (ASSIGNMENT.c.assigned_at, ASSIGNMENT.c.assignment_id)
        query = select(ASSIGNMENT).where(condition).order_by(*in_order)
        with reading(self._engine) as connection:
            return [rows.assignment_from(row) for row in connection.execute(query).mappings()]


def _narrowed(viewer: Viewer | None) -> list[ColumnElement[bool]]:
    """The conditions of the incidents a viewer may see; the area once more, for its index."""
    if viewer is None:
        return []
    return [*under(viewer.scope.area), visible(INCIDENTS, viewer)]


@lru_cache(maxsize=QUERIES_KEPT)
def _notices_query(sight: Sight | None, of_entity: bool, of_unit: bool, in_state: bool) -> Any:
    """The query of notices; its values are bound when it is asked.

    Whoever may see a notice is asked of all it may hang on, so that writing the query takes longer
    than the database takes to answer it: it is kept by all that the rule looks at.
    """
    query = (
        select(NOTICE)
        .order_by(NOTICE.c.at.desc(), NOTICE.c.notice_id)
        .limit(bindparam("most", type_=Integer))
    )
    if sight is not None:
        query = _of_viewer(query, sight)
    if of_entity:
        its_own = NOTICE.c.subject_id == bindparam("about_id")
        query = query.where(its_own, NOTICE.c.subject_kind == bindparam("about_kind"))
    if of_unit:
        # word for word what `notice_waiting` says, else the planner cannot use it
        query = query.where(NOTICE.c.unit_id == bindparam("for_unit"), text(f"notice.{WAITING}"))
    if in_state:
        query = query.where(NOTICE.c.state == bindparam("in_state"))
    return query


def _of_viewer(query: Any, viewer: Viewer) -> Any:
    """Notices of incidents a viewer may see; what is about none belongs to the area it names."""
    scope = viewer.scope
    is_other = NOTICE.c.subject_kind != INCIDENT_KIND
    its_own = and_(INCIDENT.c.number == NOTICE.c.subject_id, not_(is_other))
    wanted = INCIDENT.c.number.is_not(None) & visible(INCIDENTS, viewer)
    if scope.department is None and scope.area is None:
        wanted |= INCIDENT.c.number.is_(None)
    elif scope.department is None and scope.area is not None:
        of_place = func.coalesce(NOTICE.c.area_code, "")
        wanted |= is_other & ((of_place == "") | of_place.startswith(scope.area))
    return query.outerjoin(INCIDENT, its_own).where(wanted, admitted(NOTICES, viewer))
