"""What a district decides about the posts of its grids."""

from dataclasses import dataclass

from domain.net.people.views import NamedView


@dataclass(frozen=True, slots=True)
class PeopleSettings:
    """Of the people of the net.

    Attributes:
        posts_per_worker: how many grids' full posts one worker may hold at once; more are covered.
        most_grids: most grids one full-time worker may hold at once, covered ones among them.
        long_vacant_days: after so many days a vacant post that nobody covers is long vacant.
        views: views of departments that people call by a name of their own.
    """

    posts_per_worker: int = 1
    most_grids: int = 4
    long_vacant_days: int = 90
    views: tuple[NamedView, ...] = ()

    def __post_init__(self) -> None:
        for name in ("posts_per_worker", "most_grids", "long_vacant_days"):
            if not 1 <= getattr(self, name) <= 10_000:
                raise ValueError(f"{name} must be a number from 1")
