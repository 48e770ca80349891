"""Tables written as classes, without an object mapper.

The store asks and writes by statements over `Table`s; nothing is ever loaded as an object. To map a
class for it all the same took 4 ms of each start a table, a sixth of the start in all.
"""

from collections.abc import Iterator
from datetime import date, datetime
from inspect import get_annotations
from types import UnionType
from typing import Any, ClassVar, Generic, TypeVar, get_args, get_origin

from sqlalchemy import Boolean, Column, Date, Float, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from store.columns import Moment

T = TypeVar("T")
_TYPES: dict[type, type[TypeEngine[Any]]] = {
    bool: Boolean, bytes: LargeBinary, date: Date, datetime: Moment, float: Float, int: Integer,
    str: Text,
}  # fmt: skip


class Mapped(Generic[T]):
    """What a column holds in Python; `T | None` may be null."""


class _Declared:
    def __init__(self, args: tuple[Any, ...], options: dict[str, Any]) -> None:
        self.args = args
        self.options = options


def mapped_column(*args: Any, **options: Any) -> Any:
    """A column of this type; the arguments are those of `sqlalchemy.Column` without its name."""
    return _Declared(args, options)


class Declared:
    """Root of the classes that declare tables; a root of its own has its own `metadata`.

    `__table__` is made of `__tablename__`, `__table_args__` and the annotations `Mapped[…]`.
    """

    metadata: ClassVar[MetaData]
    __table__: ClassVar[Table]
    __table_args__: ClassVar[Any] = ()

    def __init_subclass__(cls) -> None:
        """Make the table of a class that names one."""
        name = getattr(cls, "__tablename__", None)
        if name is None:
            return
        args = cls.__table_args__
        args = (args,) if isinstance(args, dict) else args
        options = args[-1] if args and isinstance(args[-1], dict) else {}
        rest = args[:-1] if options else args
        cls.__table__ = Table(name, cls.metadata, *_columns(cls), *rest, **options)


def _columns(of: type) -> Iterator[Column[Any]]:
    said: dict[str, Any] = {}
    for one in of.__mro__:
        said = said | get_annotations(one) | said
    for name, annotation in said.items():
        if get_origin(annotation) is Mapped:
            yield _column(name, annotation, getattr(of, name, _Declared((), {})))


def _column(name: str, annotation: Any, declared: _Declared) -> Column[Any]:
    [held] = get_args(annotation)
    kinds = get_args(held) if isinstance(held, UnionType) else (held,)
    options = {"nullable": type(None) in kinds} | declared.options
    args = declared.args
    has_type = "type_" in options or any(isinstance(one, (TypeEngine, type)) for one in args)
    return Column(name, *(args if has_type else (_TYPES[kinds[0]], *args)), **options)
