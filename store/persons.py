"""What is held about a person: told, handed out whole, and erased. Each act is written down.

Synchronous, for a thread or the command line (operations/upkeep/privacy.py).
Source: docs/privacy.md
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from domain.audit.audit import audit
from domain.centre.keeping.rules import RULES, KeepingRule, first_wait
from domain.errors import ConflictError, InvalidError, NotFoundError
from domain.live.records import Change, Record, signed
from domain.moments import to_iso
from domain.upkeep.subjects import AUDIT_KEPT_FOR, Subject
from store.centre.drafts import drop_drafts_about
from store.centre.keeping import waits_of
from store.personal.subjects import Held
from store.store import Store

SHORTEST_REASON, LONGEST_REASON = 4, 200
LISTED = 50
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
# A plain name: no folder, no step upwards, nothing hidden.
_FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants what about whom, and why; `note` is what an export says to who hands it out."""

    subject: Subject
    actor: str
    reason: str
    address: str | None = None
    note: str = ""


def reason_of(text: str) -> str:
    """Why somebody asks.

    Raises:
        InvalidError: too short to be a reason.
    """
    why = text.strip()[:LONGEST_REASON]
    if len(why) < SHORTEST_REASON:
        raise InvalidError(says="basis_too_short", least=SHORTEST_REASON, field="reason")
    return why


class Subjects:
    """Export and erasure; synchronous, for a thread or the command line.

    Args:
        store: where everything is.
        files: the folder of the files of incidents; None when there is none.
        now: the clock.
        rules: how long dossiers are kept: whoever is in one is not erased before.
    """

    def __init__(
        self,
        store: Store,
        files: Path | None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        rules: Mapping[str, KeepingRule] = RULES,
    ) -> None:
        self._store, self._files, self._now, self._rules = store, files, now, rules

    def found(self, subject: Subject) -> Held:
        """What is held about a person.

        Raises:
            NotFoundError: nothing is.
        """
        held = self._store.find_subject(subject)
        if held.is_empty:
            raise NotFoundError(says="nothing_held", subject=subject.shown, field="value")
        return held

    def told(self, subject: Subject) -> dict[str, Any]:
        """How much of each kind is held, and which, without any personal field."""
        held = self.found(subject)
        return {
            "subject": {"kind": subject.kind.value, "shown": subject.shown},
            "items": [{"kind": kind, "id": found} for kind, found in list(held.entities)[:LISTED]],
            "counts": _counts(held),
        }

    # export ---------------------------------------------------------------------------------

    def tell_search(self, asked: Asked) -> None:
        """Write down that somebody was looked for, whether or not anything is held."""
        with self._store.transaction() as tx:
            tx.append(self._change("looked_up", asked, {}))

    def tell_export(self, asked: Asked, held: Held) -> None:
        """Write down that it is handed out, before it is."""
        with self._store.transaction() as tx:
            tx.append(self._change("exported", asked, _counts(held)))

    def packed(self, asked: Asked, held: Held) -> tuple[str, bytes]:
        """Everything as a zip: its name and its bytes."""
        at = self._now()
        kept = io.BytesIO()
        with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
            body = self._body(asked, held, at)
            file.writestr("subject.json", orjson.dumps(body, option=orjson.OPT_INDENT_2))
            for unit_id in held.units:
                file.writestr(f"tracks/{_plain(unit_id)}.csv", self._track(unit_id, at))
            for file_id in held.files:
                path = self._path(file_id)
                if path is not None and path.exists():
                    file.writestr(f"files/{path.name}", path.read_bytes())
        return f"subject-{asked.subject.kind.value}-{at:%Y%m%d-%H%M%S}.zip", kept.getvalue()

    def _body(self, asked: Asked, held: Held, at: datetime) -> dict[str, Any]:
        return {
            "about": {"kind": asked.subject.kind.value, "value": asked.subject.value},
            "made_at": to_iso(at),
            "made_by": asked.actor,
            "reason": asked.reason,
            "says": asked.note,
            "accounts": [
                {
                    "name": one.name,
                    "display_name": one.display_name,
                    "email": one.email,
                    "role": one.role,
                    "area": one.area,
                    "department": one.department,
                    "created_at": to_iso(one.created_at),
                    "is_enabled": one.is_enabled,
                }
                for one in held.accounts
            ],
            "sessions": [
                {"address": one.address, "agent": one.agent, "created_at": to_iso(one.created_at)}
                for one in self._store.sessions_about(held)
            ],
            "records": [_record_body(one) for one in self._store.records_about(held)],
        }

    def _track(self, unit_id: str, until: datetime) -> str:
        lines = ["at,lat,lon,speed_kmh"]
        lines += [
            f"{to_iso(fix.at)},{fix.lat},{fix.lon},{'' if fix.speed_kmh is None else fix.speed_kmh}"
            for fix in self._store.track(unit_id, _FIRST, until)
        ]
        return "\n".join(lines) + "\n"

    # erasure --------------------------------------------------------------------------------

    def erase(self, asked: Asked, held: Held) -> dict[str, int]:
        """Erase personal fields with their salts, and files; how much of each kind.

        Files go first: what is interrupted is still found, and erased when asked again.

        Raises:
            ConflictError: the person still has an account that works, or is in a case that is
                open, held, or kept for some years more.
        """
        self._check_cases(held)
        if working := [one.name for one in held.accounts if one.is_enabled]:
            raise ConflictError(says="account_in_use", name=working[0], field="value")
        for file_id in held.files:
            path = self._path(file_id)
            if path is not None:
                path.unlink(missing_ok=True)
        with self._store.transaction() as tx:
            for kind, entity_id in held.entities:
                tx.erase(kind, entity_id, actor=asked.actor)
            drop_drafts_about(tx, asked.subject.value)
            gone = tx.erase_records(held.shared, self._now() - AUDIT_KEPT_FOR)
            for account in held.accounts:
                tx.accounts.end_sessions_of(account.account_id)
                bare = replace(
                    account, display_name="", email=None, oidc_subject=None, totp_secret=None,
                    # without them no hash of the journal can be tried against a guessed address
                    password_hash=None, recovery=(),
                )  # fmt: skip
                tx.accounts.put_account(bare)
                tx.append(self._erased_account(asked, account.name))
            counts = _counts(held) | {"kept_by_law": len(held.shared) - len(gone)}
            tx.append(self._change("erased_subject", asked, counts, gone))
        self._store.empty_logs()
        return counts

    def _check_cases(self, held: Held) -> None:
        now = self._now()
        waits = first_wait(
            self._store.ask(lambda one: waits_of(one, held.entities, self._rules, now))
        )
        if waits is not None:
            until = f"{waits.until:%Y-%m-%d}" if waits.until else ""
            raise ConflictError(says=waits.says, case=waits.case, until=until, field="value")

    def erase_beside(self, asked: Asked, held: Held) -> dict[str, int]:
        """Erase tracks and refused messages, which lie beside the facts; how many went."""
        fixes = sum(self._store.forget_track(unit_id) for unit_id in held.units)
        refused = self._store.forget_quarantined(asked.subject)
        self._store.empty_logs()
        return {"fixes": fixes, "refused": refused}

    # the record -----------------------------------------------------------------------------

    def _change(
        self, action: str, asked: Asked, counts: dict[str, int], erased: Sequence[int] = ()
    ) -> Change:
        """What was done; `erased` are the numbers of single records whose words are gone."""
        return audit(
            action,
            actor=asked.actor,
            subject="privacy",
            at=self._now(),
            address=asked.address,
            about={
                "by": asked.subject.kind.value,
                "who": asked.subject.shown,
                "counts": counts,
                **({"records": list(erased)} if erased else {}),
            },
            personal={"reason": asked.reason},
        )

    def _erased_account(self, asked: Asked, name: str) -> Change:
        return audit(
            "account_changed", actor=asked.actor, subject=name, at=self._now(),
            address=asked.address, about={"what": "erased"},
        )  # fmt: skip

    def _path(self, file_id: str) -> Path | None:
        if self._files is None:
            return None
        return self._files / file_id if _FILE_NAME.fullmatch(file_id) else None


def _counts(held: Held) -> dict[str, int]:
    counts: dict[str, int] = {}
    for kind, _ in held.entities:
        counts[kind] = counts.get(kind, 0) + 1
    more = {"audit": len(held.shared), "account": len(held.accounts), "tracks": len(held.units)}
    return counts | {name: count for name, count in more.items() if count}


def _record_body(record: Record) -> dict[str, Any]:
    return {
        **signed(record),
        "state": dict(record.state),
        "personal": dict(record.private or {}),
    }


def _plain(text: str) -> str:
    """A name that no unpacking program takes for a path."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in text)
