"""What people add to an incident: notes, files, and that a crew is safe."""

from typing import Any

from domain.kind import Audience, Kept, Kind, Owned
from domain.kind_fields import MOMENT, WHOLE, WORDS, Field, Masking

_OF_INCIDENT = Audience(("desk.see", "journal.read"), owned=Owned.INCIDENT)
NOTE: Kind[Any] = Kind(
    name="note",
    fields=(
        Field("note_id"),
        Field("number"),
        Field("units", WORDS),
        Field("text", personal=Masking.WORDS),
    ),
    id_field="note_id",
    audience=_OF_INCIDENT,
    kept=Kept.WITH_INCIDENT,
    hangs_on="number",
    timeline=True,
    title="备注",
    says={
        "write": "{text}",
        "write.erased": "（已删除）",
    },
)
FILE: Kind[Any] = Kind(
    name="file",
    fields=(
        Field("file_id"),
        Field("number"),
        Field("type"),
        Field("size", WHOLE),
        Field("sha256", may_be_absent=True),  # what was kept before it was told has none
        Field("width", WHOLE, may_be_null=True),
        Field("height", WHOLE, may_be_null=True),
        Field("url"),
        Field("name", personal=Masking.WORDS),
    ),
    id_field="file_id",
    audience=_OF_INCIDENT,
    kept=Kept.WITH_INCIDENT,
    hangs_on="number",
    has_bytes=True,
    timeline=True,
    title="附件",
    says={
        "add": "附件：{name}",
        "add.erased": "附件：文件",
    },
)
CHECK_IN: Kind[Any] = Kind(
    name="check_in",
    fields=(Field("number"), Field("unit_id"), Field("at", MOMENT)),
    audience=_OF_INCIDENT,
    kept=Kept.WITH_INCIDENT,
    hangs_on="number",
    timeline=True,
    title="报平安",
    says={
        "heard": "{who} 报平安",
    },
)
