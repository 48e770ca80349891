"""The community page's slow parts: drawn once per visit; what moves comes over the live socket."""

import re
from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, no_update

from callbacks.gather import community_facts
from callbacks.guarded import caller
from callbacks.providers import Providers
from domain.access.access import may, require
from layouts import ids
from layouts.live import community, police

_PATH = re.compile(r"/community/([^/]{1,40})/?")
_NOTHING = {
    "overview": None,
    "grids": None,
    "party": None,
    "police": None,
    "cameras": None,
    "month": None,
    "missing": None,
}


def register(app: Dash, providers: Providers) -> None:
    """Wire the community page to its providers."""

    @app.callback(
        output={
            "overview": Output(ids.COMMUNITY_OVERVIEW, "children"),
            "grids": Output(ids.COMMUNITY_GRIDS, "children"),
            "party": Output(ids.COMMUNITY_PARTY, "children"),
            "police": Output(ids.COMMUNITY_POLICE, "children"),
            "cameras": Output(ids.COMMUNITY_CAMERAS, "children"),
            "month": Output(ids.COMMUNITY_MONTH, "children"),
            "missing": Output(ids.COMMUNITY_MISSING, "children"),
        },
        inputs={"pathname": Input(ids.COMMUNITY_ASKED, "data-path")},
        prevent_initial_call=True,
    )
    async def show_community(pathname: str | None) -> Any:
        match = _PATH.fullmatch(pathname or "")
        if match is None:
            return dict.fromkeys(_NOTHING, no_update)
        require(caller(), "area.see", match[1])
        facts = await community_facts(match[1], providers)
        if facts is not None and may(caller(), "net.see", match[1]):
            facts = replace(facts, links_to_net=True)
        if facts is not None:
            facts = replace(facts, may_look=may(caller(), "video.see", match[1]))
        if facts is None:
            return {**_NOTHING, "missing": community.unknown(match[1])}
        return {
            "overview": community.overview(facts),
            "grids": community.grid_list(facts),
            "party": community.party(facts),
            "police": police.police(facts),
            "cameras": community.camera_list(facts.cameras, facts),
            "month": community.month_chart(facts.days, facts),
            "missing": None,
        }
