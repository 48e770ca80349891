import json
import re
from html import unescape

from fastapi import FastAPI

from api.errors import install_errors
from api.serving.bundles import read_bundles, router
from api.serving.packed import fetch
from domain.contract import contract, desk_contract
from layouts.page import index
from settings import ROOT


def a_folder(tmp_path):
    desk = tmp_path / "pages" / "desk"
    desk.mkdir(parents=True)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "20_last.js").write_text("// a remark\nlast();\n// and another")
    (tmp_path / "10_first.js").write_text("first();\nthrow new Error();\n")
    (tmp_path / "10_look.css").write_text('@font-face { src: url("fonts/a.woff2") }')
    (desk / "10_desk.css").write_text('.desk { background: url("a.png"), url("/b.png") }')
    (desk / "20_queue.js").write_text("queue();")
    (desk / "00_library-1.0.js").write_text("library();" * 20_000)
    (desk / "notes.txt").write_text("not served to the page")
    return tmp_path


async def told(bundles, address):
    app = FastAPI()
    install_errors(app)
    app.include_router(router(bundles))
    return await fetch(app, address)


async def text_of(bundles, address):
    return (await told(bundles, address)).body.decode()


async def test_the_shell_is_one_sheet_and_one_script(tmp_path):
    bundles = read_bundles(a_folder(tmp_path))
    css, js = bundles.shell
    answer = await told(bundles, js)
    assert answer.header(b"content-type").startswith(b"text/javascript")
    assert b"immutable" in answer.header(b"cache-control")
    script = answer.body.decode()
    assert script.index("first();") < script.index("last();")
    # One that throws is told and does not stop the next; a last line may be a remark.
    assert script.count("} catch (error) { reportError(error); }\n") == 2
    assert 'url("/assets/fonts/a.woff2")' in await text_of(bundles, css)


async def test_a_page_has_its_sheet_then_libraries_then_its_own_scripts(tmp_path):
    bundles = read_bundles(a_folder(tmp_path))
    css, library, js = bundles.pages["desk"]
    assert library.startswith("/assets/pages/desk/00_library-1.0.js?m=")
    sheet = await text_of(bundles, css)
    assert 'url("/assets/pages/desk/a.png"), url("/b.png")' in sheet
    assert "queue();" in await text_of(bundles, js)
    assert "library();" not in await text_of(bundles, js)


async def test_the_desk_is_sent_what_it_shares_before_its_own(tmp_path):
    folder = a_folder(tmp_path)
    (folder / "pages" / "uploads").mkdir()
    (folder / "pages" / "uploads" / "10_uploads.js").write_text("uploads();")
    pages = read_bundles(folder).pages
    assert pages["desk"][0] == pages["uploads"][0]


async def test_the_map_leads_each_line_to_its_file(tmp_path):
    bundles = read_bundles(a_folder(tmp_path))
    script = await text_of(bundles, bundles.shell[1])
    name = re.search(r"sourceMappingURL=(\S+)", script)[1]
    first, last = json.loads(await text_of(bundles, f"/assets/packs/{name}"))["sections"]
    assert first["map"]["sources"] == ["/assets/10_first.js"]
    line = script.split("\n").index("last();")
    assert line - last["offset"]["line"] == 1  # the second of its file
    assert last["map"]["mappings"] == "AAAA;AACA;AACA"


async def test_what_a_file_says_of_itself_is_not_sent_and_lines_keep_their_numbers(tmp_path):
    folder = a_folder(tmp_path)
    (folder / "15_headed.js").write_text(
        "/* What it is for,\n * in two lines. */\n/* kept */ headed();\n"
    )
    (folder / "00_small-1.2.js").write_text("/* Licence of others */ small();")
    bundles = read_bundles(folder)
    script = await text_of(bundles, bundles.shell[1])
    assert "What it is for" not in script and "Licence of others" in script
    name = re.search(r"sourceMappingURL=(\S+)", script)[1]
    sections = json.loads(await text_of(bundles, f"/assets/packs/{name}"))["sections"]
    [headed] = [one for one in sections if one["map"]["sources"] == ["/assets/15_headed.js"]]
    line = script.split("\n").index("/* kept */ headed();")
    assert line - headed["offset"]["line"] == 2


async def test_an_address_changes_with_what_it_holds_and_no_other(tmp_path):
    folder = a_folder(tmp_path)
    before = read_bundles(folder)
    (folder / "pages" / "desk" / "20_queue.js").write_text("other();")
    after = read_bundles(folder)
    assert before.shell == after.shell
    assert before.pages["desk"][:2] == after.pages["desk"][:2]
    assert before.pages["desk"][2] != after.pages["desk"][2]
    assert (await told(after, before.pages["desk"][2])).status == 404


def test_what_stands_before_the_sign_in_keeps_addresses_open_to_all():
    bundles = read_bundles(ROOT / "assets")
    entrance = bundles.pages["entrance"]
    assert all(address.startswith("/assets/pages/entrance/") for address in entrance)
    assert len(bundles.shell) == 2


def test_every_own_script_is_a_function_of_its_own():
    """Joined, they share one scope: a name outside a function would be everybody's."""
    loose = []
    for file in (ROOT / "assets").rglob("*.js"):
        bare = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL).strip()
        if not re.match(r"00_.*-\d", file.name) and not bare.startswith("(function"):
            loose.append(file.name)
    assert loose == []


def test_the_page_s_head_names_them_without_breaking_out_of_its_quotes():
    pages = {"desk": ['/assets/pages/desk/a"b.js?m=1']}
    [content] = re.findall(r'name="onescreen-bundles" content="([^"]*)"', index(pages))
    assert json.loads(unescape(content)) == pages


async def test_the_shell_begins_with_the_rules_the_server_tells(tmp_path):
    bundles = read_bundles(a_folder(tmp_path))
    script = await text_of(bundles, bundles.shell[-1])
    rules = await text_of(bundles, bundles.contract)
    assert script.startswith(rules)
    told = json.loads(rules[rules.index("contract: ") + len("contract: ") : -len(" });")])
    assert told == contract()


async def test_the_desk_s_script_begins_with_what_only_the_desk_asks():
    bundles = read_bundles(ROOT / "assets")
    script = await text_of(bundles, bundles.pages["desk"][-1])
    rules, start = script.split("\n")[0], "window.onescreen.contract.desk = "
    assert json.loads(rules[len(start) : -1]) == desk_contract()
