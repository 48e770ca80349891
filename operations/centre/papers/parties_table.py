"""The people of a case on a form: official lines of each, and no more than the form may tell."""

from domain.centre.cases.parties import CaseParty, PartyKind
from domain.centre.papers.facts import Facts, age_on, sex_and_birth
from domain.centre.papers.wording import ROLE_TELLS, WITHHELD
from operations.centre.papers.sheet import Sheet, blank


def party_tables(
    sheet: Sheet, facts: Facts, parties: list[CaseParty], *, is_shared: bool, shows_id: bool = False
) -> None:
    """A ruled table for each party.

    Args:
        sheet: the form.
        facts: of the case.
        parties: whose.
        is_shared: whether the other side takes a copy: where violence is flagged it then tells
            neither phone nor address.
        shows_id: whether the form needs identity numbers (a court's).
    """
    today = facts.at.astimezone(facts.zone).date()
    for one in parties:
        hidden = WITHHELD if is_shared and facts.is_guarded else None
        phone, address = hidden or one.phone or "", hidden or one.address or ""
        number = (hidden or one.id_number or "") if shows_id else None
        role = ROLE_TELLS[one.role]
        if one.party is PartyKind.FIRM:
            rows = [
                (f"{role}名称", one.name or ""),
                ("法定代表人", "", "职务", ""),
                ("联系方式", phone, "住所", address),
            ]
            if number is not None:
                rows.append(("统一社会信用代码", number))
            sheet.facts(rows, (1.15, 1.6, 1.0, 2.0))
            continue
        read = sex_and_birth(one.id_number)
        sex, age = (read[0], str(age_on(read[1], today))) if read else ("", "")
        rows = [
            (f"{role}姓名", one.name or "", "性别", sex, "民族", "", "年龄", age),
            ("职业或职务", "", "联系方式", phone),
            ("单位或住址", address),
        ]
        if number is not None:
            rows.append(("身份证号码", number))
        _person(sheet, rows)


def _person(sheet: Sheet, rows: list[tuple[str, ...]]) -> None:
    """The first row has eight cells, the others share its columns."""
    sheet.facts(rows[:1], (1.35, 1.9, 0.7, 0.7, 0.7, 0.9, 0.7, 0.7))
    sheet.story[-1].spaceAfter = -0.6
    sheet.facts(rows[1:], (1.35, 2.1, 1.1, 3.1))


def names(parties: list[CaseParty]) -> str:
    """Names of parties in a sentence; a line where there are none."""
    told = [one.name for one in parties if one.name]
    return "、".join(told) if told else blank(10)
