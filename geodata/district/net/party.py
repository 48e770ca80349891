"""What a district says of the party organisations of its net."""

from pathlib import Path

from domain.net.party.gaps import LONGEST_MONTHS, PartyRules, Terms
from geodata.district.district import refuse_unknown
from geodata.district.net.table import net_file, read_table
from geodata.district.refused import read_of

_KEYS = ("owner", "ending_months", "contact_months")


def load_party(folder: Path) -> PartyRules:
    """The rules of a district (`[party]`); what it does not say is as usual.

    Raises:
        DistrictError: the file cannot be read, or an entry is wrong.
    """
    table = read_table(folder, "party")
    usual = PartyRules()
    with read_of(net_file(folder), "[party]"):
        refuse_unknown(table, _KEYS, "[party] ", net_file(folder))
        owner = table.get("owner", usual.owner)
        if not isinstance(owner, str) or not owner.strip():
            raise ValueError("owner must be the code of a department")
        months = {
            name: table.get(name, getattr(usual.terms, name))
            for name in ("ending_months", "contact_months")
        }
        for name, count in months.items():
            if type(count) is not int or not 1 <= count <= LONGEST_MONTHS:
                raise ValueError(f"{name} must be 1 to {LONGEST_MONTHS} months: {count!r}")
        return PartyRules(owner.strip(), Terms(**months))
