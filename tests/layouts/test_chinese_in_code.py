"""Chinese in the code below the layouts: a message of the catalogue, or listed with its reason.

A sentence a person reads is a code or a key of `locale/`, so that English readers have it too. What
else is Chinese is listed in `chinese_in_code.txt`: the reason why it may stay and the file. Where
both languages stand beside each other the number of strings follows, which only becomes smaller.
"""

from pathlib import Path

from catalogues import po_file, read_catalogue
from tests.support.han import ROOT, Known, in_python

LISTED = Path(__file__).with_name("chinese_in_code.txt")
LAYERS = ("domain", "store", "operations", "api", "feeds", "geodata", "bootstrap", "callbacks")
UNCOUNTED = {
    "reads",  # words by which a table, an address or an alarm of others is recognised
    "official",  # official names: of administrative divisions, laws, lists of categories and papers
    "table",  # words of a table that a document is printed from; readers are told those of locale/
    "demo",  # invented texts of the demo
    "paper",  # documents for Chinese readers (docs/decisions/0033); their wording changes often
    "sent",  # stored with a record or sent to phones, in the language of the centre
}
COUNTED = {
    "page",  # a page of the entrance, whose English is in layouts/entrance/words.py
    "console",  # both languages side by side, before anybody has chosen one
    "example",  # an example beside an English sentence of a command line
}


def chinese(path: Path, known: Known) -> list[str]:
    """The Chinese strings of a module that no catalogue holds."""
    texts = in_python(path.read_text(encoding="utf-8"))
    return [text for text in texts if not known.holds(text)]


def in_code() -> dict[str, int]:
    """How many of them each module holds."""
    catalogue = read_catalogue(po_file("en"))
    known = Known({str(message.id): "" for message in catalogue if message.id})
    found = {
        path.relative_to(ROOT).as_posix(): len(chinese(path, known))
        for layer in LAYERS
        for path in sorted((ROOT / layer).rglob("*.py"))
    }
    return {name: count for name, count in found.items() if count}


def listed() -> dict[str, tuple[str, int | None]]:
    """What may stay: by module, for which reason, and how many strings where they are counted."""
    rows = [line.split() for line in LISTED.read_text(encoding="utf-8").splitlines()]
    return {name: (reason, int(more[0]) if more else None) for reason, name, *more in rows}


def test_chinese_stands_in_code_only_where_it_is_listed_and_what_is_counted_becomes_less():
    found, may_stay = in_code(), listed()
    assert sorted(found) == sorted(may_stay)
    counted = {name: count for name, (_, count) in may_stay.items() if count is not None}
    assert {name: found[name] for name in counted} == counted


def test_what_may_stay_has_a_reason_and_is_counted_where_the_reason_asks_for_it():
    for name, (reason, count) in listed().items():
        assert reason in (UNCOUNTED if count is None else COUNTED), name
