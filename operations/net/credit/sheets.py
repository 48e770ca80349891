"""The monthly sheet as a workbook, and a person's own data to take away."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from domain.access.access import may, require
from domain.access.callers import Caller
from domain.errors import NotFoundError
from domain.net.credit.ledger import CreditEntry
from domain.net.credit.months import CREDIT_MONTH, CreditMonth, SheetLine, lines_of
from domain.net.credit.rules import CreditRule, rule_key
from domain.words import Words
from operations.net.credit.desk import CreditDesk
from operations.prints.sheets import Watermark, workbook_of
from store.net import credit as kept

Line = Sequence[Any]
# The context of what stands on sheets.
SHEET = "credit_sheet"


class CreditSheets:
    """Files of credit.

    Args:
        desk: what the operations of credit share.
    """

    def __init__(self, desk: CreditDesk) -> None:
        self._desk = desk

    async def month(
        self, month: str, caller: Caller, words: Words, *, address: str | None = None
    ) -> tuple[str, bytes]:
        """A month as far as the caller answers for its people: name of the file, and its bytes.

        Per person, per community, every fact with its rule's version, every reverse entry, the
        rules, and who has signed.

        Raises:
            NotAllowedError: the caller answers for nobody.
            NotFoundError: the month was not counted: there are no figures to take away.
        """
        require(caller, "credit.notify")
        run = await self._desk.work.read(
            lambda: self._desk.store.ask(lambda one: kept.one_of(one, CREDIT_MONTH, month))
        )
        if run is None:
            raise NotFoundError(says="credit_month_not_run", field="month")
        await self._told(caller, "credit month", address)

        def ask(one: Connection) -> bytes:
            held = kept.entries_of_month(one, month)
            entries = [entry for entry in held if caller.scope.covers(entry.area_code)]
            return self._made(entries, self._desk.rules(one), run, caller, words)

        made = await self._desk.work.read(lambda: self._desk.store.ask(ask))
        return f"credit-{month}.xlsx", made

    async def own(
        self, caller: Caller, words: Words, *, address: str | None = None
    ) -> tuple[str, bytes]:
        """Everything that stands in the caller's own ledgers.

        Raises:
            NotAllowedError: the caller has none.
        """
        require(caller, "credit.own")
        await self._told(caller, "own credit", address)

        def ask(one: Connection) -> bytes:
            entries = kept.own_entries(one, caller.actor)
            return self._made(entries, self._desk.rules(one), None, caller, words)

        made = await self._desk.work.read(lambda: self._desk.store.ask(ask))
        return "credit-own.xlsx", made

    def _made(
        self, entries: Sequence[CreditEntry], rules: Sequence[CreditRule],
        signed: CreditMonth | None, caller: Caller, words: Words,
    ) -> bytes:  # fmt: skip
        titles = {one.rule_key: one for one in rules}
        used = {rule_key(one.rule_id, one.rule_version) for one in entries}
        sheets: list[tuple[str, Sequence[str], Sequence[Line]]] = []
        if may(caller, "credit.notify"):
            sheets += [
                (
                    words.of(SHEET, "people"),
                    _head(words, words.of(SHEET, "person")),
                    _people(entries),
                ),
                (
                    words.of(SHEET, "communities"),
                    _head(words, words.of(SHEET, "community")),
                    _communities(entries),
                ),
            ]
        sheets += [
            (
                words.of(SHEET, "entries"),
                _named(_ENTRY, words),
                [_entry(one, titles, words) for one in entries],
            ),
            (
                words.of(SHEET, "rules"),
                _named(_RULE, words),
                [_rule(one) for one in rules if one.rule_key in used],
            ),
        ]
        if signed is not None:
            sheets.append(
                (
                    words.of(SHEET, "signature"),
                    [words.of(SHEET, "item"), words.of(SHEET, "content")],
                    _signed(signed, words),
                )
            )
        mark = Watermark(caller.actor, self._desk.now(), self._desk.zone)
        return workbook_of(sheets, mark)

    async def _told(self, who: Caller, what: str, address: str | None) -> None:
        await self._desk.audit.tell(
            "exported", actor=who.actor, subject="export", address=address,
            about={"what": what, "role": who.role},
        )  # fmt: skip


def _head(words: Words, who: str) -> list[str]:
    return [*_named(("area",), words), who, *_named(_SUMS, words)]


def _people(entries: Sequence[CreditEntry]) -> list[Line]:
    return [_line(one, one.person) for one in lines_of(entries, by_person=True)]


def _communities(entries: Sequence[CreditEntry]) -> list[Line]:
    return [_line(one, one.area_code) for one in lines_of(entries, by_person=False)]


def _line(one: SheetLine, who: str) -> Line:
    return [one.area_code, who, one.rewards, one.penalties, one.outcomes, one.reversed]


_ENTRY = (
    *("entry", "ledger", "person", "grid", "day", "rule_version", "rule", "points", "outcomes"),
    *("left_out", "reverses", "deduction", "at", "by"),
)
_SUMS = ("rewards", "penalties", "outcomes", "reversed")
_RULE = ("rule_version", "rule", "points_each", "cap", "valid_from")


def _named(names: Sequence[str], words: Words) -> list[str]:
    return [words.of(SHEET, one) for one in names]


def _entry(one: CreditEntry, rules: Mapping[str, CreditRule], words: Words) -> Line:
    key = rule_key(one.rule_id, one.rule_version)
    title = rules[key].title if key in rules else one.rule_id
    return [
        one.entry_id, words.of("credit", one.ledger.value), one.person, one.grid, one.day, key,
        title, one.points, " ".join(one.outcomes), " ".join(one.left_out), one.reverses or "",
        one.deduction_id or "", one.at, one.by,
    ]  # fmt: skip


def _rule(one: CreditRule) -> Line:
    return [one.rule_key, one.title, one.points, one.cap, one.valid_from]


def _signed(one: CreditMonth, words: Words) -> list[Line]:
    return [
        [words.of(SHEET, "month"), one.month],
        [words.of(SHEET, "ran_by"), one.ran_by],
        [words.of(SHEET, "ran_at"), one.ran_at],
        [words.of(SHEET, "signed_by"), one.signed_by or words.of(SHEET, "not_signed")],
        [words.of(SHEET, "signed_at"), one.signed_at or ""],
        [words.of(SHEET, "sha256"), one.sha256 or ""],
    ]
