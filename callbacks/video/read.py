"""What the forms of these pages say, read: several of a list."""

from callbacks import office
from domain.errors import InvalidError


def chosen(asked: office.Asked, name: str) -> tuple[str, ...]:
    """What was chosen of a list, each once; a browser sends it with commas between, or as a list.

    Raises:
        InvalidError: it is no list of texts.
    """
    held = asked.held(name)
    told = held if isinstance(held, list) else asked.text(name).split(",")
    if not all(isinstance(one, str) and len(one) <= 64 for one in told):
        raise InvalidError(says="field_not_valid", field=name)
    return tuple(dict.fromkeys(one.strip() for one in told if one.strip()))
