"""The fact tables by name, for statements that carry many rows.

A subject's models are imported here: by that their tables belong to the schema.
"""

from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table
from sqlalchemy.orm import DeclarativeBase

from store import models
from store.access import account_models
from store.centre import case_models
from store.desk import desk_models
from store.ingest import position_models
from store.statistics import statistic_models


def _table(row: type[DeclarativeBase]) -> Table:
    return cast(Table, row.__table__)


HEAD = _table(models.JournalHeadRow)
JOURNAL_BASE = _table(models.JournalBaseRow)
JOURNAL = _table(models.JournalRow)
PRIVATE = _table(models.JournalPrivateRow)
ENTITY_HEAD = _table(models.EntityHeadRow)
INCIDENT_DAY = _table(models.IncidentDayRow)
INCIDENT = _table(models.IncidentRow)
UNIT = _table(models.UnitRow)
ASSIGNMENT = _table(models.AssignmentRow)
CAMERA = _table(models.CameraRow)
AREA = _table(models.AreaRow)
STAT_HEAD = _table(statistic_models.StatHeadRow)
STAT_DAY = _table(statistic_models.StatDayRow)
STAT_PLACE = _table(statistic_models.StatPlaceRow)
BRIEF = _table(statistic_models.BriefRow)

ACCOUNT = _table(account_models.AccountRow)
SESSION = _table(account_models.SessionRow)
DEVICE = _table(account_models.DeviceRow)
NOTICE = _table(desk_models.NoticeRow)
TIMER = _table(desk_models.TimerRow)
STANDBY = _table(desk_models.StandbyRow)
CASE = _table(case_models.CaseRow)
CASE_PARTY = _table(case_models.CasePartyRow)

POSITION = _table(position_models.PositionRow)
TRACK = _table(position_models.TrackRow)
TRACK_MARK = _table(position_models.TrackMarkRow)
QUARANTINE = _table(position_models.QuarantineRow)
PENDING_DEVICE = _table(position_models.PendingDeviceRow)

# Every table of the facts, by its name; parents stand before their children.
ALL: Mapping[str, Table] = {table.name: table for table in models.Base.metadata.sorted_tables}
