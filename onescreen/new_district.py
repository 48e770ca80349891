"""`python -m onescreen new-district CODE --name NAME`: a folder for a district of one's own."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from geodata.district.new_folder import NewDistrict, make_folder
from settings import ROOT

EXAMPLE = ROOT / "districts" / "lieshan"


def new_district(command: str, rest: Sequence[str]) -> str:
    """Make the folder; what was made and what comes next."""
    chosen = _parser(command).parse_args(rest)
    folder = chosen.folder or Path("districts") / chosen.code
    new = NewDistrict(chosen.code, chosen.name, chosen.prefix, chosen.upper, chosen.time_zone)
    district = make_folder(new, folder, like=EXAMPLE)
    return (
        f"{folder}: the folder of {district.code} {district.name}; its incident numbers begin "
        f"with {district.prefix} (for another one: `prefix` in district.toml, before the first).\n"
        "Look through district.toml and departments.toml there. Then, in every shell you use:\n"
        f"  export ONESCREEN_DISTRICT={folder} ONESCREEN_DATA_DIR=var-{district.code} "
        "ONESCREEN_DEMO=0\n"
        "and import its map: docs/new-district.md."
    )


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m onescreen {command}",
        description="A folder for a district of one's own, with every setting explained.",
    )
    parser.add_argument("code", help="GB/T 2260, 6 digits, such as 340604")
    parser.add_argument("--name", required=True, help="such as 烈山区")
    parser.add_argument(
        "--upper", nargs="+", default=[], metavar="NAME", help="above it: --upper 安徽省 淮北市"
    )
    parser.add_argument("--prefix", default="", help="of incident numbers; else the initials")
    parser.add_argument("--time-zone", default="Asia/Shanghai")
    parser.add_argument("--folder", type=Path, help="where; else districts/CODE")
    return parser
