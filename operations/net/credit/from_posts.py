"""The roster of credit, made of the posts of the net."""

from collections.abc import Sequence
from datetime import date

from domain.net.credit.roster import Member
from domain.net.people.posts import ONE_PER_GRID, Post
from operations.net.people.posts import Posts


class FromPosts:
    """Whoever leads or works in a grid; somebody without an account goes by their own id.

    Args:
        posts: of the net.
    """

    def __init__(self, posts: Posts) -> None:
        self._posts = posts

    async def members(self, day: date) -> Sequence[Member]:
        """Everybody who leads or works in a grid on a day, once in each."""
        table = await self._posts.on(day)
        found = {
            (one.account or one.person_id, one.grid, one.post): Member(
                one.account or one.person_id,
                one.grid,
                one.post is Post.LEAD,
                one.unit_id,
                one.name,
            )
            for one in table.holders
            if one.post in ONE_PER_GRID
        }
        return list(found.values())
