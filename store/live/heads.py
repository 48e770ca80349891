"""What hangs on an entity: found by the entity that the newest record of each names."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_

from domain.subject_key import SubjectKey
from store.tables import ENTITY_HEAD, JOURNAL


def same_entity() -> ColumnElement[bool]:
    """Joins the records of an entity to its head."""
    return and_(
        ENTITY_HEAD.c.kind == JOURNAL.c.kind, ENTITY_HEAD.c.entity_id == JOURNAL.c.entity_id
    )


def any_subject(about: Collection[SubjectKey]) -> ColumnElement[bool]:
    """Heads of what hangs on one of these entities; there is one at least."""
    kinds = {key.kind for key in about}
    return or_(
        *(
            and_(
                ENTITY_HEAD.c.subject_kind == kind,
                ENTITY_HEAD.c.subject_id.in_([key.id for key in about if key.kind == kind]),
            )
            for kind in sorted(kinds)
        )
    )
