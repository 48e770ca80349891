"""The tab of a page is called in the reader's language from the first byte."""

import re

import httpx
import pytest

from tools.running import RunningServer

TITLE = re.compile(r"<title>([^<]+)</title>")


@pytest.mark.parametrize("path", ["/", "/desk", "/area/340604", "/login"])
def test_the_tab_is_named_in_the_readers_language(server: RunningServer, path: str):
    with httpx.Client(base_url=server.url, timeout=30) as browser:
        [chinese] = TITLE.findall(browser.get(path).text)
        [english] = TITLE.findall(browser.get(path, params={"lang": "en"}).text)
        browser.cookies.set("onescreen-lang", "en")
        again = browser.get(path).text
    [remembered] = TITLE.findall(again)
    # what a script would have to ask another process of the browser for
    assert path == "/login" or '<meta name="onescreen-lang" content="en">' in again
    assert "一屏" in chinese
    assert "OneScreen" in english
    assert "一屏" not in english
    assert remembered == english
