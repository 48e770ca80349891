"""What is asked before people sit together: after violence, and where there is a risk of crime.

Source: 反家庭暴力法, article 23; 人民调解法, article 25.
"""

from domain.centre.cases.case import Case, Flag
from domain.errors import InvalidError


def check_apart(case: Case, *, is_apart: bool, field: str) -> None:
    """Where there was violence nobody is brought face to face.

    Raises:
        InvalidError: they would be.
    """
    if Flag.VIOLENCE in case.flags and not is_apart:
        raise InvalidError(says="violence_no_face_to_face", field=field)


def check_told(case: Case, *, protection: bool, police: bool) -> None:
    """What must be told by whoever writes a session down.

    Args:
        case: of which case.
        protection: whether the sides were told of the protection order (人身安全保护令).
        police: whether the police were told of the risk.

    Raises:
        InvalidError: one of them had to be, and was not.
    """
    if Flag.VIOLENCE in case.flags and not protection:
        raise InvalidError(says="protection_not_told", field="told_protection")
    if Flag.ESCALATION in case.flags and not police:
        raise InvalidError(says="police_not_told", field="told_police")
