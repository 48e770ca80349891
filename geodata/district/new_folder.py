"""A folder for a district of one's own: made from its code and names, each setting explained."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.dispatch.unit_kinds import SYMBOLS
from domain.incidents.dispositions import DISPOSITIONS, KEPT
from geodata.district.departments import FILE as DEPARTMENTS
from geodata.district.departments import load_departments
from geodata.district.district import District, DistrictError, load_district
from geodata.district.holidays import FILE as HOLIDAYS
from geodata.district.holidays import load_calendar
from geodata.district.run_cards import FILE as RUN_CARDS
from geodata.district.run_cards import load_run_cards
from geodata.files.layers import initials

LONGEST_PREFIX = 8
_KINDS_OF_AREA = re.compile(r"(自治县|自治旗|特区|林区|新区|区|县|市|旗)$")

_TEMPLATE = """\
# {name}: everything OneScreen knows about it stands in this folder. A line that begins with # is a
# comment: take the # away to set it. A key that is not known is refused at the start.
code = "{code}"                 # GB/T 2260, 6 digits: every town, village and grid code begins so
name = "{name}"
# 1 to 8 letters or digits: first letters of every incident number.
prefix = "{prefix}"
time_zone = "{time_zone}"
# What people write before an address here: ["安徽省", "淮北市"].
upper_names = [{upper}]
review_number = ""              # 审图号 of your map; empty is shown as none
# outside_m = 2000              # metres outside the border still taken: more where boats work

# The clocks of the desk and the bars of the statistics. …_s are seconds, …_share parts of one.
[targets]
# call_answered_s = 15
# call_answered_share = 0.90
# processed_s = 60
# processed_share = 0.90
# turnout_s = 80
# first_travel_s = 240
# resolve_h = [4, 12, 24, 72]   # hours from report to resolved, Ⅰ to Ⅳ

# How units are chosen; run_cards.csv says how many of which.
[dispatch]
# rest_s = 300                  # rest owed after as long on scene; 0: none
# police_cover_s = 600          # a grid is red when nobody available can be there in time
# grid_worker_cover_s = 600
# shift_end_s = 1200            # nobody is proposed so near the end of a shift
# longest_duty_s = 43200        # nor after so long on duty; 0: however long

# The shifts of a day, each until the next begins. Left out: three of eight hours.
# [[shifts]]
# name = "白班"
# begins = "08:00"
# [[shifts]]
# name = "夜班"
# begins = "20:00"

# The hours offices work; which days are worked stands in holidays.csv. Left out: these.
# [[working_hours]]
# begins = "08:30"
# ends = "12:00"
# [[working_hours]]
# begins = "14:30"
# ends = "17:30"

# How incidents end, beside the ways every district has. closed, cancelled: names of your own;
# without: codes of those that are not offered here, of:
{ways}
[dispositions]
# closed = ["移交乡镇继续办理"]
# cancelled = ["恶意报警"]
# without = ["arrested"]

# Kinds of units beside police and grid workers. symbol: one of {symbols}; travel_mode: walk, ebike,
# car or boat; cover_s: counted in coverage, so many seconds allowed; also: other words of tables.
# [[unit_kinds]]
# code = "fire_engine"
# name = "消防车"
# english = "Fire engine"
# symbol = "truck"
# colour = "#ff7a45"
# travel_mode = "car"
# cover_s = 600
# also = ["水罐车", "云梯车"]

# nearest: kinds with a list of who is nearest to what is chosen, up to four; shading: kinds by
# whose travel time the map can be shaded (left out: all that are counted in coverage).
[units]
# nearest = ["police", "grid_worker", "fire_engine"]
# shading = ["police", "fire_engine"]

# What classes, units and roles are called here; the codes stay. A name, or with English a pair.
[names.class]
# fire = ["火警", "Fire alarm"]
[names.unit_kind]
# police = "公安民警"
[names.unit_subkind]
# patrol_car = "巡逻警车"
[names.role]
# village = "村干部"
"""

_DEPARTMENTS = """\
# Departments of {name}: who may own an incident. Take out what you do not have, add your own.
# `code` is what accounts and `import --level handling --department CODE` name; `duty` is what its
# duty desk is called on notices; `classes` are what it is usually given, of: {classes}.

[[department]]
code = "governance"
name = "综治中心"
duty = "综治中心值班室"
classes = []

[[department]]
code = "emergency"
name = "应急管理局"
duty = "应急管理局值班室"
classes = ["fire", "hazard"]

[[department]]
code = "city_management"
name = "城市管理局"
duty = "城管指挥中心"
classes = ["city_management"]

# Handling grids without a map of their own: a name, and the codes (of any level) it unites.
# [department.grids]
# "北片" = ["{code}001", "{code}100"]
"""


@dataclass(frozen=True, slots=True)
class NewDistrict:
    """What a new folder is made from; without a `prefix` the initials of the name."""

    code: str
    name: str
    prefix: str = ""
    upper_names: Sequence[str] = ()
    time_zone: str = "Asia/Shanghai"


def make_folder(new: NewDistrict, folder: Path, *, like: Path) -> District:
    """Make a district's folder, and read it as the server will.

    Args:
        new: code and names.
        folder: where; must not exist yet, or be empty.
        like: a district's folder whose holidays and run cards are taken over.

    Raises:
        DistrictError: the folder is not empty, or a code or name cannot be used; nothing is left.
        OSError: it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DistrictError(f"{folder} is there already and is not empty: name another --folder")
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _write(new, folder, like)
        district = load_district(folder)
        load_departments(folder)
        load_run_cards(folder)
        load_calendar(district)
    except DistrictError as error:
        _take_away(folder, was_there)
        raise DistrictError(str(error).removeprefix(f"{folder / 'district.toml'}: ")) from error
    return district


def prefix_of(name: str) -> str:
    """The initials of a name without its kind of area: 烈山区 → LS; empty when there are none."""
    letters = initials(_KINDS_OF_AREA.sub("", name)) or initials(name)
    return re.sub(r"[^A-Z0-9]", "", letters.upper())[:LONGEST_PREFIX]


def _write(new: NewDistrict, folder: Path, like: Path) -> None:
    told = {
        "code": _plain(new.code, "code"),
        "name": _plain(new.name, "name"),
        "prefix": _plain(new.prefix or prefix_of(new.name), "prefix"),
        "time_zone": _plain(new.time_zone, "time zone"),
        "upper": ", ".join(f'"{_plain(one, "upper name")}"' for one in new.upper_names),
        "symbols": ", ".join(SYMBOLS),
        "ways": "\n".join(
            f"#   {one.code}: {one.name}" for one in DISPOSITIONS if one.code not in KEPT
        ),
    }
    (folder / "district.toml").write_text(_TEMPLATE.format(**told), encoding="utf-8")
    text = _DEPARTMENTS.format(classes=", ".join(_classes()), **told)
    (folder / DEPARTMENTS).write_text(text, encoding="utf-8")
    for name in (RUN_CARDS, HOLIDAYS):
        if (like / name).exists():
            shutil.copyfile(like / name, folder / name)


def _classes() -> list[str]:
    # Imported late: it stands with rules that the command line is faster without.
    from domain.incidents.incidents import IncidentClass

    return [one.value for one in IncidentClass]


def _plain(text: str, what: str) -> str:
    """A text that stands in quotation marks as it is.

    Raises:
        DistrictError: it would end them.
    """
    text = text.strip()
    if any(letter in '"\\' or ord(letter) < ord(" ") for letter in text):
        raise DistrictError(f"the {what} {text!r} must be plain letters, without quotation marks")
    return text


def _take_away(folder: Path, was_there: bool) -> None:
    for path in folder.iterdir():
        path.unlink()
    if not was_there:
        folder.rmdir()
