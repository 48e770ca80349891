"""What stands on a working page itself is said in the language its reader has chosen last."""

import json
from typing import Any

import pytest
from dash import html
from dash.development.base_component import Component

from catalogues import read_catalogues
from domain.access.grants import GRANTS
from domain.pages.page import Page
from domain.pages.pages import PAGES, Found
from layouts.following import OWN, Followed, followed
from layouts.pages import WORKING
from layouts.reader import Reader
from layouts.working import Drawing, Layout, refused
from tests.layouts.test_shell import walk

CATALOGUES = read_catalogues()
NAMED = dict.fromkeys(("code", "day"), "340604")


def drawing_of(page: Page, language: str) -> Drawing:
    reader = Reader(CATALOGUES.words(language))
    return Drawing(Found(page, NAMED), reader, frozenset(GRANTS))


def switched(made: Followed, language: str) -> list[Any]:
    """What stands on the page after its browser has put in the words of a language."""
    by_id = {node.id: node for part in made.parts for node in walk(part) if hasattr(node, "id")}
    for name, prop, values in json.loads(made.told())["places"]:
        setattr(by_id[name], prop, values[language])
    return plain(made.parts)


def plain(tree: Any) -> Any:
    """A layout without what was added to it to be found again."""
    if isinstance(tree, list | tuple):
        return [plain(one) for one in tree]
    if not isinstance(tree, Component):
        return tree
    props = tree.to_plotly_json()["props"]
    if str(props.get("id", "")).startswith(OWN):
        props = {name: value for name, value in props.items() if name != "id"}
        if isinstance(tree, html.Span) and list(props) == ["children"]:
            return props["children"]
    named = {name: plain(value) for name, value in props.items()}
    return {"type": tree._type, "props": named}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize(("first", "then"), [("zh", "en"), ("en", "zh")])
def test_a_page_says_the_same_as_if_it_were_opened_in_the_other_language(
    page: Page, first: str, then: str
):
    layout = WORKING[page.name]
    made = followed(layout, drawing_of(page, first), CATALOGUES)
    assert switched(made, then) == plain(list(layout(drawing_of(page, then))))


def test_a_page_somebody_may_not_see_says_so_in_the_other_language_too():
    made = followed(lambda asked: refused(asked.reader), drawing_of(PAGES[0], "zh"), CATALOGUES)
    assert "may not" in str(switched(made, "en")) or "not allowed" in str(switched(made, "en"))


def test_texts_between_parts_choices_and_labels_follow_and_names_stay():
    def layout(asked: Drawing) -> list[Component]:
        words = asked.reader.words
        listed = [words("全部"), " ", html.B("烈山区")]
        return [html.P(listed, title=words("全部"), id="own"), html.P("烈山区")]

    made = followed(layout, drawing_of(PAGES[0], "zh"), CATALOGUES)
    assert [(place[0], place[1]) for place in made.places] == [
        (f"{OWN}0", "children"), ("own", "title"),
    ]  # fmt: skip
    [first, name] = switched(made, "en")
    assert first["props"]["children"][0] == first["props"]["title"] == "All"
    assert name["props"]["children"] == "烈山区"


def test_a_layout_of_another_shape_in_another_language_is_told_at_once():
    def layout(asked: Drawing) -> list[Component]:
        return [html.P("1")] * (2 if asked.reader.words.language == "en" else 1)

    made: Layout = layout
    with pytest.raises(ValueError, match="zip"):
        followed(made, drawing_of(PAGES[0], "zh"), CATALOGUES)
