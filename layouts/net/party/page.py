"""The party's page, empty where its callbacks fill it."""

from dash import dcc
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.office.tables import table_upload
from layouts.working import Drawing

PAGE = "net_party"
FILE = f"{PAGE}-file"
# What is looked at: {"book": …, "area": …, "q": …, "at": …, "only": …}.
VIEW = f"{PAGE}-view"
ORGANISATIONS_UPLOAD, ORGANISATIONS_LOADED = f"{PAGE}-organisations", f"{PAGE}-organisations-says"
MEMBERS_UPLOAD, MEMBERS_LOADED = f"{PAGE}-members", f"{PAGE}-members-says"
HOUSEHOLDS_UPLOAD, HOUSEHOLDS_LOADED = f"{PAGE}-households", f"{PAGE}-households-says"


def party_page(drawing: Drawing) -> list[Component]:
    """The page; whoever keeps the register also takes tables in."""
    words = drawing.reader.words
    return net_page(
        drawing,
        PAGE,
        words("党建与自治"),
        parts=[dcc.Download(id=FILE), dcc.Store(id=VIEW)],
        below=[
            table_upload(
                drawing,
                ORGANISATIONS_UPLOAD,
                ORGANISATIONS_LOADED,
                words("导入党组织（xlsx 或 CSV）"),
                action="party.members",
            ),
            table_upload(
                drawing,
                MEMBERS_UPLOAD,
                MEMBERS_LOADED,
                words("导入党员（xlsx 或 CSV）"),
                action="party.members",
            ),
            table_upload(
                drawing,
                HOUSEHOLDS_UPLOAD,
                HOUSEHOLDS_LOADED,
                words("导入联系户（xlsx 或 CSV）"),
                action="party.members",
            ),
        ],
    )
