"""Words that share a column are read back as they were written, or refused."""

from typing import Any

import pytest

from domain.errors import InvalidError
from domain.kind import Kind
from domain.kind_fields import Field
from domain.kinds import KINDS
from domain.live.records import Change
from store.kind_tables import TABLES
from store.rows import reader, row_of
from tests.store.conftest import Place
from tests.store.live.test_visible import states

WITH_WORDS = [
    pytest.param(kind, field, id=f"{kind.name}-{field.name}")
    for kind in KINDS.values()
    if kind.name in TABLES
    for field in kind.fields
    if field.shape.name == "words"
]
each_column = pytest.mark.parametrize(("kind", "field"), WITH_WORDS)


def holding(kind: Kind[Any], field: Field, *words: str) -> Any:
    """An entity of a kind with these words in one of its fields."""
    return kind.entity_of(next(states(kind)) | {field.name: list(words)})


@each_column
def test_words_come_back_as_they_were_written(kind: Kind[Any], field: Field):
    entity = holding(kind, field, "zhao", "li-wang")
    assert reader(kind)(row_of(kind, entity, 1)) == entity


@each_column
@pytest.mark.parametrize("word", ["li wang", "li\u3000wang", " li", ""])
def test_a_word_that_would_come_back_as_two_or_as_none_is_refused(
    place: Place, kind: Kind[Any], field: Field, word: str
):
    """An account with a blank in its name would let in two."""
    with place.open().transaction() as tx:
        before = tx.seq
        with pytest.raises(InvalidError) as refused:
            tx.put(kind, holding(kind, field, "zhao", word), action="write", actor="test")
        assert (refused.value.says, refused.value.field) == ("word_with_blank", field.attribute)
        assert tx.seq == before, "no record tells of it either"


def test_a_record_that_no_row_can_hold_is_a_fault_and_stops_no_check(place: Place):
    kind = KINDS["unit"]
    [skills] = [one for one in kind.fields if one.name == "skills"]
    store = place.open()
    with store.transaction() as tx:
        held = tx.put(kind, holding(kind, skills, "first_aid"), action="add", actor="test")
    assert store.first_fault() is None
    with store.transaction() as tx:
        state = {**held.state, "skills": ["first aid"]}
        tx.append(Change(kind.name, held.id, "correct", state, "test", tx.at, v=kind.version))
    fault = store.first_fault()
    assert fault is not None and fault.number == held.seq + 1
    assert "a blank inside a word" in fault.words
