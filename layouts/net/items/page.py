"""The pages of urban management: items, and their table of classes, empty until they are filled."""

from dash import dcc, html
from dash.development.base_component import Component

from layouts.net.frame import net_page
from layouts.office import editor
from layouts.office.tables import table_upload
from layouts.working import Drawing

PAGE = "net_items"
FILE, UPLOAD, LOADED = f"{PAGE}-file", f"{PAGE}-upload", f"{PAGE}-loaded"
# What is looked at: {"tab", "view", "area", "class", "unit", "at"}.
VIEW = f"{PAGE}-view"
CLASSES = "net_item_classes"
CLASS_FILE, CLASS_UPLOAD = f"{CLASSES}-file", f"{CLASSES}-upload"
CLASS_LOADED, EXPORT = f"{CLASSES}-loaded", f"{CLASSES}-export"
KEEPS = "items.classes"


def items_page(drawing: Drawing) -> list[Component]:
    """Items; whoever keeps the register of things also takes its table in."""
    words = drawing.reader.words
    label = words("导入部件普查表（xlsx 或 CSV）")
    return net_page(
        drawing,
        PAGE,
        words("城市管理件"),
        parts=[dcc.Download(id=FILE), dcc.Store(id=VIEW)],
        below=[table_upload(drawing, UPLOAD, LOADED, label, action=KEEPS)],
    )


def item_classes_page(drawing: Drawing) -> list[Component]:
    """The table of classes in its editor; whoever keeps it may also load it whole."""
    words = drawing.reader.words
    parts, below = editor.parts_of(drawing, KEEPS)
    label = words("整表导入（xlsx 或 CSV），存为新版")
    load = table_upload(drawing, CLASS_UPLOAD, CLASS_LOADED, label, action=KEEPS)
    export = html.Button(
        words("导出现行标准（xlsx）"), id=EXPORT, type="button", className="button small"
    )
    back = html.A(words("回到城市管理件"), href="/net/items", className="button small")
    return net_page(
        drawing,
        CLASSES,
        words("城市管理立案标准"),
        parts=[dcc.Download(id=CLASS_FILE), *parts],
        below=[*below, html.Div([back, export], className="admin-acts"), load],
    )
