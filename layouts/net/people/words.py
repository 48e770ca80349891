"""What posts, gaps and areas are called on the pages of the net."""

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from domain.net.people.gaps import GapKind
from domain.net.people.people import NetAssignment
from domain.net.people.post_names import POST_NAMES
from domain.net.people.posts import Post
from domain.words import Words

AreaName = Callable[[str], str]


def post_word(post: Post, words: Words) -> str:
    """What a post is called."""
    return words(POST_NAMES[post])


def post_options(words: Words) -> list[tuple[str, str]]:
    """All posts, to choose from."""
    return [(post.value, post_word(post, words)) for post in Post]


def gap_word(kind: GapKind, words: Words) -> str:
    """What a grid lacks, in words."""
    return {
        GapKind.VACANT: words("专职网格员空缺"),
        GapKind.NO_LEAD: words("无网格长"),
        GapKind.NO_BRANCH: words("无党组织"),
        GapKind.NO_OFFICER: words("无包格民警"),
    }[kind]


def days_word(one: NetAssignment, words: Words) -> str:
    """From which day to which."""
    if one.until is None:
        return words("{since} 起", since=one.since)
    return words("{since} 至 {until}", since=one.since, until=one.until)


def grid_link(code: str, name: AreaName) -> Component:
    """The way to the page of a grid."""
    return html.A(name(code), href=f"/net/grid/{code}", className="admin-own")
