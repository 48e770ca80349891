"""What people add to an entity: notes, files, and that a crew is safe."""

from collections.abc import Mapping
from typing import Any

from domain.kind import ANY_SUBJECT, Audience, Kept, Kind, Owned
from domain.kind_fields import FLAG, MOMENT, WHOLE, WORDS, Field, Masking
from domain.live.records import Record
from domain.subject_key import of_incident

_ABOUT = (Field("subject_kind"), Field("subject_id"), Field("number"))


def from_v1(state: Mapping[str, Any]) -> Mapping[str, Any]:
    """Until version 2 everything was about an incident."""
    return {**state, **of_incident(state.get("number", "")).stated()}


_OF_SUBJECT = Audience(("desk.see", "journal.read"), owned=Owned.SUBJECT)
NOTE: Kind[Any] = Kind(
    name="note",
    version=2,
    upcasters={1: from_v1},
    fields=(
        Field("note_id"),
        *_ABOUT,
        Field("units", WORDS),
        Field("text", personal=Masking.WORDS),
    ),
    id_field="note_id",
    audience=_OF_SUBJECT,
    kept=Kept.WITH_SUBJECT,
    hangs_on=ANY_SUBJECT,
    timeline=True,
    title="备注",
    says={
        "write": "{text}",
        "write.erased": "（已删除）",
    },
)
FILE: Kind[Any] = Kind(
    name="file",
    version=2,
    upcasters={1: from_v1},
    fields=(
        Field("file_id"),
        *_ABOUT,
        Field("type"),
        Field("size", WHOLE),
        Field("sha256", may_be_absent=True),  # what was kept before it was told has none
        Field("width", WHOLE, may_be_null=True),
        Field("height", WHOLE, may_be_null=True),
        Field("received_sha256", may_be_null=True, may_be_absent=True),
        Field("photo_hash", may_be_null=True, may_be_absent=True),
        # of a phone that was told the server's time
        Field("taken_at", MOMENT, may_be_null=True, may_be_absent=True),
        Field("url"),
        Field("is_removed", FLAG, may_be_absent=True),
        Field("name", personal=Masking.WORDS),
        Field("reason", personal=Masking.WORDS),  # why it was taken away
    ),
    id_field="file_id",
    audience=_OF_SUBJECT,
    kept=Kept.WITH_SUBJECT,
    hangs_on=ANY_SUBJECT,
    has_bytes=True,
    removed_field="is_removed",
    timeline=True,
    title="附件",
    says={
        "add": "附件：{name}",
        "add.erased": "附件：文件",
        "remove": "附件已移除：{name}（{reason}）",
        "remove.erased": "附件已移除：文件",
    },
)
CHECK_IN: Kind[Any] = Kind(
    name="check_in",
    version=2,
    upcasters={1: from_v1},
    fields=(*_ABOUT, Field("unit_id"), Field("at", MOMENT)),
    audience=_OF_SUBJECT,
    kept=Kept.WITH_SUBJECT,
    hangs_on=ANY_SUBJECT,
    timeline=True,
    title="报平安",
    says={
        "heard": "{who} 报平安",
    },
)


def is_removed(file: Record) -> bool:
    """Whether a file was taken away: its record says by whom and why, its bytes are gone."""
    return FILE.is_removed(file.state)
