"""A district's folder is read whole, or refused with the reason."""

import re
from pathlib import Path

import pytest

from domain.dispatch.run_cards import PLAIN_CARDS
from domain.errors import InvalidError
from domain.incidents.dispositions import check_disposition, disposition_bodies
from domain.incidents.incidents import IncidentStatus
from geodata.district.district import District, DistrictError, load_district
from geodata.district.run_cards import load_run_cards

PLAIN = 'code = "340604"\nname = "烈山区"\nprefix = "LS"\ntime_zone = "Asia/Shanghai"\n'


def written(folder: Path, text: str) -> Path:
    (folder / "district.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_first_district_reads(lieshan: District):
    assert (lieshan.code, lieshan.name, lieshan.prefix) == ("340604", "烈山区", "LS")
    assert lieshan.zone.key == "Asia/Shanghai"
    assert lieshan.review_number == ""
    assert lieshan.targets.arrival_s == 60 + 80 + 240


def test_a_district_needs_no_targets_and_no_hints(tmp_path: Path):
    district = load_district(written(tmp_path, PLAIN))
    assert district.targets.call_answered_s == 15
    assert district.demo == {}


def test_a_district_ends_incidents_in_its_own_ways(tmp_path: Path):
    own = (
        '[dispositions]\nclosed = ["已转渔政"]\ncancelled = ["海上误触"]\nwithout = ["hospital"]\n'
    )
    known = load_district(written(tmp_path, PLAIN + own)).dispositions
    assert check_disposition("已转渔政", IncidentStatus.CLOSED, known) == "已转渔政"
    assert check_disposition("海上误触", IncidentStatus.CANCELLED, known) == "海上误触"
    assert {one["name"] for one in disposition_bodies(known)} >= {"已转渔政", "现场处置完毕"}
    for word, ends in (("hospital", "closed"), ("已转渔政", "cancelled")):
        with pytest.raises(InvalidError):
            check_disposition(word, IncidentStatus(ends), known)
    plain = load_district(written(tmp_path, PLAIN)).dispositions
    assert check_disposition("hospital", IncidentStatus.CLOSED, plain)


def test_shifts_are_read_in_the_order_of_the_day(tmp_path: Path):
    two = (
        '[[shifts]]\nname = "夜班"\nbegins = "20:00"\n[[shifts]]\nname = "白班"\nbegins = "08:00"\n'
    )
    district = load_district(written(tmp_path, PLAIN + two))
    assert [(one.code, one.name) for one in district.shifts] == [("day", "白班"), ("s2000", "夜班")]
    assert [one.name for one in load_district(written(tmp_path, PLAIN)).shifts] == [
        *("夜班", "早班", "中班")
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("code = ", "not TOML"),
        (PLAIN.replace('name = "烈山区"', ""), "`name`"),
        (PLAIN.replace("340604", "34060"), "`code`"),
        (PLAIN.replace("340604", "340604001"), "6 digits"),
        (PLAIN.replace("Asia/Shanghai", "Asia/Nowhere"), "time_zone"),
        (PLAIN + "[targets]\nspeed = 3\n", "targets"),
        ("outside_m = -1\n" + PLAIN, "outside_m"),
        ('outside_m = "2 km"\n' + PLAIN, "outside_m"),
        (PLAIN + '[[shifts]]\nname = "白班"\nbegin = "08:00"\n', r"is it `begins`\?"),
        (PLAIN + "shifts = []\n", "shifts"),
        (PLAIN + "shifts = 3\n", "shifts"),
        (PLAIN + '[[shifts]]\nname = "白班"\nbegins = "25:00"\n', "shifts"),
        (PLAIN + '[[shifts]]\nname = "白班"\n', "shifts"),
        (PLAIN + '[[shifts]]\nname = "白班"\nbegins = "08:00"\n' * 2, "must differ"),
        (PLAIN + "[dispatch]\nrest_s = -1\n", "rest_s"),
        (PLAIN + '[dispositions]\nclose = ["x"]\n', "is it `closed`"),
        (PLAIN + '[dispositions]\nclosed = "x"\n', "lists of words"),
        (PLAIN + '[dispositions]\nclosed = ["误报"]\n', "there already"),
        (PLAIN + '[dispositions]\nclosed = [" "]\n', "no name"),
        (PLAIN + '[dispositions]\nwithout = ["settled"]\n', "cannot be left out"),
        (PLAIN + '[dispositions]\nwithout = ["nosuch"]\n', "no disposition"),
        (PLAIN + "[dispatch]\nhaste = 1\n", "dispatch"),
        (PLAIN + "[dispatch]\nrest = 1\n", r"is it `rest_s`\?"),
        ("timezone = 1\n" + PLAIN, r"is it `time_zone`\?"),
        (PLAIN + '[targets]\nturnout_s = "80"\n', "turnout_s must be seconds"),
        (PLAIN + "[targets]\nturnout_s = -5\n", "turnout_s must be seconds"),
        (PLAIN + "[targets]\nprocessed_share = 90\n", "processed_share must be a part of one"),
        (PLAIN + '[targets]\nresolve_h = [1, 2, 3, "4"]\n', "resolve_h must be hours"),
        ("targets = 3\n" + PLAIN, "must be a table"),
        ('upper_names = "安徽省"\n' + PLAIN, "must be a list"),
        *(
            (PLAIN.replace('"LS"', f'"{prefix}"'), "`prefix`")
            for prefix in ("阳西", "Y X", "a/b", "YX-", "A" * 40)
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, complaint: str):
    with pytest.raises(DistrictError, match=complaint):
        load_district(written(tmp_path, text))


def test_a_missing_folder_is_named(tmp_path: Path):
    with pytest.raises(DistrictError, match="cannot be read"):
        load_district(tmp_path / "nowhere")


def test_a_run_card_that_is_wrong_is_named_with_file_and_line(tmp_path: Path):
    assert load_run_cards(tmp_path) is PLAIN_CARDS
    path = tmp_path / "run_cards.csv"
    path.write_text("class,severity,kind,subkind,skills,count\nfire,1,police,,,many\n")
    with pytest.raises(DistrictError, match=r"run_cards\.csv, line 2: count 'many'"):
        load_run_cards(tmp_path)


def test_the_first_districts_run_cards_are_whole(lieshan: District):
    assert len(load_run_cards(lieshan.folder)) == 44


def test_a_district_calls_things_its_own_names(tmp_path: Path):
    own = '[names.class]\nfire = ["火警", "Fire alarm"]\n[names.role]\nvillage = "村干部"\n'
    names = load_district(written(tmp_path, PLAIN + own)).names
    fire = names["class"]["fire"]
    assert (fire.name, fire.english) == ("火警", "Fire alarm")
    assert (fire.pinyin, fire.initials) == ("huojing", "hj")
    assert names["role"]["village"].name == "村干部"
    assert load_district(written(tmp_path, PLAIN)).names == {}


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ('[names.clas]\nfire = "x"\n', "is it `class`"),
        ('[names.class]\nfires = "x"\n', "is it `fire`"),
        ('[names.unit_kind]\nsubmarine = "潜艇"\n', "known: "),
        ("[names.class]\nfire = 3\n", "write a name"),
        ('[names.class]\nfire = ["a", "b", "c"]\n', "write a name"),
        ('[names.class]\nfire = " "\n', "plain letters"),
        ('[names.class]\nfire = "<b>火</b>"\n', "plain letters"),
        ('[names.class]\nfire = "交通"\n', "the name of two codes"),
        ('[names]\nclass = "火"\n', "must be a table"),
        ('names = "火"\n', "`names` must be a table"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused(tmp_path: Path, told: str, reason: str):
    told = told + PLAIN if told.startswith("names") else PLAIN + told
    with pytest.raises(DistrictError, match=re.escape(reason)):
        load_district(written(tmp_path, told))
