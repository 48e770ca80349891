import json
import re
from html import unescape

from api.bundles import page_bundles
from layouts.page import index


def a_folder(tmp_path):
    desk = tmp_path / "pages" / "desk"
    desk.mkdir(parents=True)
    (desk / "20_queue.js").write_text("second")
    (desk / "10_desk.css").write_text("first")
    (desk / "notes.txt").write_text("not served to the page")
    return tmp_path


def test_a_page_s_files_are_listed_in_the_order_of_their_names(tmp_path):
    [css, js] = page_bundles(a_folder(tmp_path))["desk"]
    assert css.startswith("/assets/pages/desk/10_desk.css?m=")
    assert js.startswith("/assets/pages/desk/20_queue.js?m=")


def test_the_address_changes_with_the_content(tmp_path):
    folder = a_folder(tmp_path)
    before = page_bundles(folder)["desk"]
    (folder / "pages" / "desk" / "20_queue.js").write_text("other")
    after = page_bundles(folder)["desk"]
    assert before[0] == after[0]
    assert before[1] != after[1]


def test_the_page_s_head_names_them_without_breaking_out_of_its_quotes(tmp_path):
    bundles = {"desk": ['/assets/pages/desk/a"b.js?m=1']}
    [content] = re.findall(r'name="onescreen-bundles" content="([^"]*)"', index(bundles))
    assert json.loads(unescape(content)) == bundles
