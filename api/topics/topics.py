"""`/api/v1/topics`: the topics of the wall, asked for again and again by every wall."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.callers import caller_of
from api.errors import answer
from api.sentences import SENTENCES
from api.topics.bodies import TopicsAnswer
from api.typed import told
from domain.topics.definitions import bodies
from operations.maps.areas import Areas
from operations.net.people.gaps import NetGaps
from operations.topics.topics import Topics, longest_vacant, stock


def router(topics: Topics, areas: Areas, gaps: NetGaps) -> APIRouter:
    """The route of topics; a wall that has the newest is told so in a few bytes."""
    routes = APIRouter()

    @routes.get("/api/v1/topics", **told(answers=TopicsAnswer))
    async def read_topics(request: Request) -> Response:
        role = caller_of(request.scope).role
        known = f"{areas.version}-{areas.posts_version}-{areas.branches.version}"
        known += f"-{gaps.officers_version}"
        etag = f'"{topics.version}-{known}-{role}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"etag": etag, "cache-control": "no-cache"})
        found = list(areas.loaded.by_code.values())
        response = answer(
            {
                "version": topics.version,
                "topics": [topic.body() for topic in topics.seen_by(role)],
                "errors": topics.errors,
                "definitions": bodies(SENTENCES.in_language("zh"), SENTENCES.in_language("en")),
                "stock": stock(found, areas.branches.branch_of),
                "longest_vacant": longest_vacant(found),
                "posts": areas.posts_changed(),
                "gaps": gaps.codes(),
            }
        )
        response.headers["etag"] = etag
        return response

    return routes
