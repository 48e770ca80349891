"""The script that feeds every case of a folder, and says what happened to each."""

import shutil
from pathlib import Path

from tests.cases.case_files import HERE
from tools.field_cases import main


def test_each_case_of_a_folder_is_told_on_one_line(tmp_path: Path, capsys):
    shutil.copytree(HERE / "base", tmp_path / "base")
    (tmp_path / "feeds").mkdir()
    shutil.copy(HERE / "feeds" / "F05_09.bin", tmp_path / "feeds")
    (tmp_path / "odd.geojson").write_text("{}")
    (tmp_path / "MANIFEST.tsv").write_text(
        "base\tbase/district.geojson\timport --level district --fresh\n"
        "M99\todd.geojson\timport --level village: whatever\n"
        "F05\tfeeds/F05_09.bin\ttwo alarms\n"
        "F98\tfeeds/missing.bin\tis not there\n",
        encoding="utf-8",
    )
    assert main([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["base", "taken"],
        ["M99", "refused"],
        ["F05", "taken"],
        ["F98", "FAULT"],
    ]
    assert "SOS at 33.9, 116.81" in lines[2]
    assert lines[-1] == "4 cases, 1 ended in a fault"
    assert main([str(tmp_path), "M"]) == 0
