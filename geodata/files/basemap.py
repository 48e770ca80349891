"""The basemap that is set: tiles of a server, or a PMTiles file of the data folder."""

from pathlib import Path
from typing import Final

from domain.maps.basemap import Basemap, BasemapError, Wanted, is_pmtiles, online_basemap
from geodata.files.pmtiles import read_head

FOLDER: Final = "basemap"


def basemap_of(wanted: Wanted, data_dir: Path) -> tuple[Basemap | None, Path | None]:
    """The basemap as set, and the file it is read from when it is one.

    Raises:
        BasemapError: it cannot be used; the text names the setting and says what to do.
    """
    if not is_pmtiles(wanted):
        return online_basemap(wanted), None
    file = _file_of(wanted.text.strip(), data_dir / FOLDER)
    head = read_head(file)
    made = Basemap(
        kind="pmtiles",
        urls=(f"/basemap/{file.name}?v={_mark_of(file)}",),
        source=wanted.source or file.stem,
        review_number=wanted.review_number,
        datum=wanted.datum,
        tone=wanted.tone or "dark",
        tiles="vector" if head.is_vector else "raster",
        min_zoom=head.min_zoom,
        max_zoom=head.max_zoom,
    )
    return made, file


def _mark_of(file: Path) -> str:
    """Another file under the same name has another mark.

    Browsers keep pieces of a file by its address; pieces of two files would make one broken map.
    """
    told = file.stat()
    return f"{told.st_size:x}-{told.st_mtime_ns:x}"


def _file_of(name: str, folder: Path) -> Path:
    """A plain name in the folder: the setting opens no other place of the machine."""
    if Path(name).name != name:
        raise BasemapError(
            f"ONESCREEN_BASEMAP: put the PMTiles file into {folder} and name it without a path"
        )
    return folder / name
