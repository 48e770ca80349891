"""The district's run cards: a table in its folder, read whole or refused with file and line."""

from pathlib import Path

from domain.dispatch.run_cards import PLAIN_CARDS, RunCards, RunCardsError, parse_run_cards
from geodata.district.district import DistrictError

FILE = "run_cards.csv"


def load_run_cards(folder: Path) -> RunCards:
    """Read `run_cards.csv` of a district's folder; a district without one sends one of each.

    Raises:
        DistrictError: the file cannot be read; names it, the line, and what is wrong.
    """
    path = Path(folder) / FILE
    if not path.exists():
        return PLAIN_CARDS
    try:
        return parse_run_cards(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DistrictError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DistrictError(f"{path} is not UTF-8: {error}") from error
    except RunCardsError as error:
        place = f"{path}, line {error.line}" if error.line else f"{path}"
        raise DistrictError(f"{place}: {error.message}") from error
