"""What stands on the papers of a district's dispute centre, read from its folder."""

import tomllib
from pathlib import Path
from types import MappingProxyType

from domain.centre.papers.facts import Letterhead
from domain.centre.premises.edits import CODE
from geodata.district.district import DistrictError, refuse_unknown
from geodata.district.kept import load_kept
from geodata.district.refused import read_of

FILE = "papers.toml"
_WORDS = ("centre", "committee", "court", "short")
_LONGEST = 120


def load_letterhead(folder: Path, place: str) -> Letterhead:
    """The heading, seals and numbers of a district; a plain one where it has no file.

    Args:
        folder: of the district.
        place: the district's name.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    path = folder / FILE
    if not path.exists():
        return Letterhead(place, f"{place}矛盾纠纷多元化解中心", kept=load_kept(folder))
    with read_of(path):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    refuse_unknown(raw, (*_WORDS, "series"), "", path)
    series = raw.get("series", {})
    told = [*(raw.get(name, "") for name in _WORDS), *series.values()]
    if not all(isinstance(one, str) and len(one) <= _LONGEST for one in told):
        raise DistrictError(f"{path}: every entry is a text of at most {_LONGEST} characters")
    wrong = [body for body in series if not CODE.fullmatch(body)]
    if wrong:
        raise DistrictError(f"{path}: {wrong[0]!r} cannot be the code of a body")
    words = {name: raw.get(name, "") for name in _WORDS}
    words["centre"] = words["centre"] or f"{place}矛盾纠纷多元化解中心"
    own = MappingProxyType(dict(series))
    return Letterhead(place=place, series=own, kept=load_kept(folder), **words)
