"""Facts of one day as the sources of credit read them: tasks, findings, incidents, photos."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.incidents.additions import FILE
from domain.incidents.assignments import Assignment
from domain.incidents.incidents import Incident, IncidentClass, IncidentStatus, Severity
from domain.live.records import Change
from domain.net.tasks.care import CARE_PERSON, CareGroup, CarePerson
from domain.net.tasks.facts import NET_TASK, Checked, NetTask, TaskStatus
from domain.net.tasks.findings import NET_FINDING, NetFinding
from domain.net.tasks.task_types import TASK_TYPE, Every, Evidence, Listing, TaskForm, TaskType
from domain.subject_key import INCIDENT, SubjectKey
from store import Store
from tests.access.two_towns import OUR_PLACE, OUR_UNIT
from tests.net.credit.credit_facts import ZONE
from tests.net.the_net import OUR_GRID

LAT, LON = OUR_PLACE
METRE = 1 / 111_320
PICTURE, ANOTHER = "f0f0123456789abc", "0f0fedcba9876543"


@dataclass
class Day:
    """Writes facts of one day, each at its hour by the server's clock; hours only grow.

    Attributes:
        store: where to.
        noon: the middle of the day, in the district.
    """

    store: Store
    noon: datetime

    def at(self, hours: float) -> datetime:
        """A moment of the day."""
        return self.noon + timedelta(hours=hours)

    def type_with_photo(self) -> None:
        """A type of task that asks for a photo."""
        with self.store.transaction(self.at(-4)) as tx:
            made = TaskType(
                "T-photo", "整治脏乱", "governance", "依据", TaskForm.SERVE, Every.DAILY,
                "2099-01-01", (Evidence.PHOTO.value,), Listing.APPROVED,
            )  # fmt: skip
            tx.put(TASK_TYPE, made, action="propose", actor="test")

    def task(self, task_id: str, hours: float, **more: Any) -> None:
        """A visit that was done by the worker and confirmed by the community."""
        at = self.at(hours)
        day = f"{at + timedelta(hours=8):%Y-%m-%d}"
        made = NetTask(
            task_id, "S", "T", TaskForm.VISIT, "governance", OUR_GRID, day, TaskStatus.DONE, at,
            day, "walks", checked=Checked.CONFIRMED, checked_by="lives",
        )  # fmt: skip
        with self.store.transaction(at) as tx:
            tx.put(NET_TASK, replace(made, **more), action="do", actor="test")

    def found(self, name: str, hours: float, *, crew: str | None = None, **more: Any) -> str:
        """A hazard that was reported, and closed by the desk where `crew` says who was there."""
        at, number = self.at(hours), f"LS-{name}"
        lat = more.pop("lat", LAT)
        made = NetFinding(
            f"F-{name}", OUR_GRID, IncidentClass.HAZARD, lat, LON, at, "walks", incident=number
        )
        status = IncidentStatus.REPORTED if crew is None else IncidentStatus.CLOSED
        incident = Incident(
            number, IncidentClass.HAZARD, Severity.IV, status, lat, LON, OUR_GRID, at, "net",
            f"F-{name}", {status: at}, disposition="settled" if crew else None,
        )  # fmt: skip
        with self.store.transaction(at) as tx:
            tx.put(NET_FINDING, replace(made, **more), action="report", actor="test")
            tx.put_incident(incident, action="report", actor="test")
            if crew == OUR_UNIT:
                sent = Assignment(f"{number}-a", number, crew, OUR_GRID, at, at, at, at)
                tx.put_assignment(sent, action="send", actor="test")
        return number

    def photo(
        self, kind: str, about: str, hours: float, by: str = "walks", *, sha: str = "",
        picture: str | None = None,
    ) -> None:  # fmt: skip
        """A photo as the file shelf keeps it, received at this hour."""
        at = self.at(hours)
        state = {
            "file_id": f"{about}-{hours}", **SubjectKey(kind, about).stated(), "number": "",
            "type": "image/jpeg", "size": 1, "width": 1, "height": 1, "photo_hash": picture,
            "received_sha256": sha or f"{about}{hours}", "sha256": "x", "url": "/x",
        }  # fmt: skip
        with self.store.transaction(at) as tx:
            told = (state, by, at, {"name": "photo"}, FILE.version)
            tx.append(Change("file", str(state["file_id"]), "add", *told))

    def cared_for(self, count: int) -> None:
        """People of the grid who are visited."""
        with self.store.transaction(self.at(6)) as tx:
            for number in range(count):
                made = CarePerson(
                    f"K{number}", OUR_GRID, CareGroup.ORPHAN, Every.MONTHLY, False, ("walks",),
                    "lives", "2026-01-01",
                )  # fmt: skip
                tx.put(CARE_PERSON, made, action="assign", actor="test")


def write_day(store: Store, noon: datetime) -> Day:
    """A day on which every guard has something to do."""
    day = Day(store, noon)
    day.type_with_photo()
    for number in range(6):
        day.task(f"visit-{number}", -3.9 + number / 100)
    day.task("unchecked", -3.8, checked=None, checked_by=None)
    day.task("alone", -3.7, checked_by="walks")
    day.task(
        "scooter", -3.6, form=TaskForm.PATROL, is_proven=False, checked=None, checked_by=None,
        cells=("1_1", "1_2"), slow_s=180, why=("patrol_too_fast",),
    )  # fmt: skip
    # photos a task asks for: of its time, none, long before, the same bytes, the same picture
    serves = {"type_id": "T-photo", "form": TaskForm.SERVE}
    day.photo(NET_TASK.name, "stale", -3.5)
    day.photo(NET_TASK.name, "fresh", -0.9, sha="same", picture=PICTURE)
    day.task("fresh", -0.8, **serves)
    day.task("bare", -0.7, **serves)
    day.task("stale", -0.6, **serves)
    theirs = {**serves, "by": "neighbour"}
    day.photo(NET_TASK.name, "copied", -0.5, "neighbour", sha="same")
    day.task("copied", -0.4, **theirs)
    day.photo(NET_TASK.name, "rephotographed", -0.3, "neighbour", picture=PICTURE[:-1] + "d")
    day.task("rephotographed", -0.2, **theirs)
    # findings: settled, near it, only reported; and found and put right by one and the same
    day.found("settled", 0, crew="others")
    day.found("beside", 0.1, crew="others", lat=LAT + 30 * METRE, by="neighbour")
    day.found("reported", 0.2, lat=LAT + 0.01)
    day.found("own-bare", 0.3, crew=OUR_UNIT, lat=LAT + 0.02)
    number = day.found("own-shown", 0.4, crew=OUR_UNIT, lat=LAT + 0.03)
    day.photo(NET_FINDING.name, "F-own-shown", 0.5, picture=ANOTHER)
    day.photo(INCIDENT, number, 0.9)
    day.found("own-staged", 1.0, crew=OUR_UNIT, lat=LAT + 0.04)
    day.photo(NET_FINDING.name, "F-own-staged", 1.1)
    day.photo(NET_FINDING.name, "F-own-staged", 2.5)
    return day


def the_fifteenth() -> datetime:
    """Noon of the fifteenth of the next month: later than all a test's clock has written."""
    today = datetime.now(ZONE)  # the month of the district, not of the machine
    return (today.replace(day=1) + timedelta(days=32)).replace(
        day=15, hour=12, minute=0, second=0, microsecond=0
    )
