"""The fact tables by name, for statements that carry many rows.

A subject's models are imported here: by that their tables belong to the schema.
"""

from collections.abc import Mapping

from sqlalchemy import Table

from store.models import (
    accounts,
    case_measures,
    cases,
    desk,
    facts,
    filings,
    firms,
    keeping,
    mediation,
    papers,
    person,
    positions,
    premises,
    statistics,
)
from store.models.declared import Declared
from store.models.field import passkeys as field_passkeys
from store.models.field import phones as field_phones
from store.models.field import talk as field_talk
from store.models.net import credit, fusion, items, party, surveys
from store.models.net import people as net_people
from store.models.net import tasks as net_tasks
from store.models.video import cameras as video_cameras
from store.models.video import exports, inspections, looks, places, states


def _table(row: type[Declared]) -> Table:
    return row.__table__


HEAD = _table(facts.JournalHeadRow)
JOURNAL_BASE = _table(facts.JournalBaseRow)
JOURNAL = _table(facts.JournalRow)
PRIVATE = _table(facts.JournalPrivateRow)
ENTITY_HEAD = _table(facts.EntityHeadRow)
INCIDENT_DAY = _table(facts.IncidentDayRow)
INCIDENT = _table(facts.IncidentRow)
UNIT = _table(facts.UnitRow)
ASSIGNMENT = _table(facts.AssignmentRow)
CAMERA = _table(video_cameras.CameraRow)
CAMERA_STATE = _table(states.CameraStateRow)
AREA = _table(facts.AreaRow)
STAT_HEAD = _table(statistics.StatHeadRow)
STAT_DAY = _table(statistics.StatDayRow)
STAT_PLACE = _table(statistics.StatPlaceRow)
BRIEF = _table(statistics.BriefRow)

ACCOUNT = _table(accounts.AccountRow)
SESSION = _table(accounts.SessionRow)
DEVICE = _table(accounts.DeviceRow)
NOTICE = _table(desk.NoticeRow)
TIMER = _table(desk.TimerRow)
STANDBY = _table(desk.StandbyRow)
CASE = _table(cases.CaseRow)
CASE_PARTY = _table(cases.CasePartyRow)
CASE_DRAFT = _table(cases.CaseDraftRow)
CASE_LINK = _table(person.CaseLinkRow)
CASE_RATING = _table(person.CaseRatingRow)
CASE_CALL = _table(person.CaseCallRow)
PROOF_FAILURE = _table(person.ProofFailureRow)
CASE_HOLD = _table(keeping.CaseHoldRow)
CASE_DISPOSAL = _table(keeping.CaseDisposalRow)
FIRM = _table(firms.FirmRow)
FIRM_VISIT = _table(firms.FirmVisitRow)
FIRM_REQUEST = _table(firms.FirmRequestRow)
FIRM_ENFORCEMENT = _table(firms.FirmEnforcementRow)
FIRM_WAIVER = _table(firms.FirmWaiverRow)
FIRM_POLICY = _table(firms.FirmPolicyRow)
RECEPTION_DAY = _table(firms.ReceptionDayRow)
TECHNOLOGY_ENVOY = _table(firms.TechnologyEnvoyRow)
PARTY_ORGANISATION = _table(party.PartyOrganisationRow)
PARTY_MEMBER = _table(party.PartyMemberRow)
HOUSEHOLD_LINK = _table(party.HouseholdLinkRow)
PARTY_ACTIVITY = _table(party.PartyActivityRow)
SELF_GOVERNANCE_PLACE = _table(party.SelfGovernancePlaceRow)
COMMUNITY_ACTIVITY = _table(party.CommunityActivityRow)
NET_PERSON = _table(net_people.NetPersonRow)
NET_ASSIGNMENT = _table(net_people.NetAssignmentRow)
NET_SWAP = _table(net_people.SwapRow)
COURT_FILING = _table(filings.CourtFilingRow)
MEDIATOR = _table(mediation.MediatorRow)
MEDIATION_WISHES = _table(mediation.MediationWishesRow)
MEDIATOR_CHOICE = _table(mediation.MediatorChoiceRow)
MEDIATION_SESSION = _table(mediation.MediationSessionRow)
ALLOWANCE = _table(mediation.AllowanceRow)
INVOLVEMENT = _table(mediation.InvolvementRow)
OPINION_REQUEST = _table(mediation.OpinionRequestRow)
SETTLEMENT = _table(mediation.SettlementRow)
BOOKING = _table(premises.BookingRow)
BOOKING_SLOT = _table(premises.BookingSlotRow)
TICKET = _table(premises.TicketRow)
TICKET_TURN = _table(premises.TicketTurnRow)
WHISTLE = _table(fusion.WhistleRow)
WHISTLE_CALL = _table(fusion.WhistleCallRow)
BEAT = _table(fusion.BeatRow)
GRID_PUSH = _table(fusion.GridPushRow)
JOINT_ACTION = _table(fusion.JointActionRow)
LAW_PARTNER = _table(fusion.LawPartnerRow)
LAW_SERVICE = _table(fusion.LawServiceRow)
QUESTIONNAIRE = _table(surveys.QuestionnaireRow)
SURVEY_WAVE = _table(surveys.SurveyWaveRow)
SURVEY_SAMPLE = _table(surveys.SurveySampleRow)
OFFICIAL_RESULT = _table(surveys.OfficialResultRow)
CREDIT_RULE = _table(credit.CreditRuleRow)
CREDIT_ENTRY = _table(credit.CreditEntryRow)
CREDIT_DEDUCTION = _table(credit.CreditDeductionRow)
CREDIT_REVISIT = _table(credit.CreditRevisitRow)
CREDIT_ABSENCE = _table(credit.CreditAbsenceRow)
RESIDENT_POINT = _table(credit.ResidentPointRow)
CREDIT_MONTH = _table(credit.CreditMonthRow)
CASE_NUMBER = _table(papers.CaseNumberRow)
CASE_MEASURE = _table(case_measures.CaseMeasureRow)
NET_ITEM = _table(items.NetItemRow)
CITY_PART = _table(items.CityPartRow)
TASK_TYPE = _table(net_tasks.TaskTypeRow)
TASK_SCHEDULE = _table(net_tasks.TaskScheduleRow)
NET_TASK = _table(net_tasks.NetTaskRow)
NET_FINDING = _table(net_tasks.NetFindingRow)
KEY_PLACE = _table(net_tasks.KeyPlaceRow)
CARE_PERSON = _table(net_tasks.CarePersonRow)
CARE_VISIT = _table(net_tasks.CareVisitRow)
NEWCOMER = _table(net_tasks.NewcomerRow)
INSPECTION_PLAN = _table(inspections.InspectionPlanRow)
INSPECTION_RUN = _table(inspections.InspectionRunRow)
INSPECTION_FINDING = _table(inspections.InspectionFindingRow)
KEY_SITE = _table(places.KeySiteRow)
CONFERENCE_ROOM = _table(places.ConferenceRoomRow)
ROOM_TEST = _table(places.RoomTestRow)
CAMERA_LOOK = _table(looks.CameraLookRow)
VIDEO_REQUEST = _table(exports.VideoRequestRow)
FIELD_MESSAGE = _table(field_talk.FieldMessageRow)
CASE_MESSAGE = _table(field_talk.CaseMessageRow)
CASE_HELP = _table(field_talk.CaseHelpRow)
FIELD_BROADCAST = _table(field_talk.FieldBroadcastRow)
FIELD_READER = _table(field_talk.FieldReaderRow)
FIELD_DEVICE = _table(field_phones.FieldDeviceRow)
FIELD_KEY = _table(field_phones.FieldKeyRow)
FIELD_PASSKEY = _table(field_passkeys.FieldPasskeyRow)
FIELD_CHALLENGE = _table(field_passkeys.FieldChallengeRow)
FIELD_ACT = _table(field_phones.FieldActRow)
FIELD_DELIVERY = _table(field_phones.FieldDeliveryRow)

POSITION = _table(positions.PositionRow)
TRACK = _table(positions.TrackRow)
TRACK_MARK = _table(positions.TrackMarkRow)
QUARANTINE = _table(positions.QuarantineRow)
PENDING_DEVICE = _table(positions.PendingDeviceRow)

# Every table of the facts, by its name; parents stand before their children.
ALL: Mapping[str, Table] = {table.name: table for table in facts.Base.metadata.sorted_tables}
