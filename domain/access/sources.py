"""Whose reports a key may write and ask about: those of the source it is bound to."""

from collections.abc import Mapping
from typing import Any

from domain.access.access import NotAllowedError
from domain.access.callers import Caller


def check_source(caller: Caller, source: object) -> None:
    """Refuse what is of another source than the caller's own.

    Args:
        caller: whoever asks; only a key that is bound to a source is asked about it.
        source: the name of the source; None for what comes from none, such as a unit.

    Raises:
        NotAllowedError: names the source the key is bound to.
    """
    if caller.source is not None and str(source).strip() != caller.source:
        raise NotAllowedError(says="source_not_yours", source=caller.source, field="source")


def signed(caller: Caller, report: object) -> object:
    """A report as the caller may send it: the source it leaves out is its own.

    Raises:
        NotAllowedError: it names another source.
    """
    if caller.source is None or not isinstance(report, Mapping):
        return report
    told: dict[str, Any] = {**report}
    check_source(caller, told.setdefault("source", caller.source))
    return told
