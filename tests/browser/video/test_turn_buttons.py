"""Buttons that turn a camera, over a slow line: what was held does not go on when it is let go."""

from playwright.sync_api import Browser

from settings import ROOT

SCRIPT = ROOT / "assets" / "pages" / "eyes" / "05_turning.js"
# Each command is answered after two seconds and a half, as over a line that is bad.
PAGE = """
  window.sent = [];
  window.onescreen = {
    t: (text) => text,
    el: (name, told, ...inner) => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(told)) made.setAttribute(key, value);
      made.append(...inner);
      return made;
    },
  };
"""
DRAW = """
  document.body.append(...onescreen.turnButtons((body) => {
    sent.push(body.command);
    return new Promise((resolve) => setTimeout(resolve, 2500));
  }));
"""


def test_a_held_button_has_no_commands_wait_behind_each_other(chromium: Browser):
    page = chromium.new_page()
    page.evaluate(PAGE)
    page.add_script_tag(path=SCRIPT)
    page.evaluate(DRAW)
    page.locator("[data-turn=left]").hover()
    page.mouse.down()
    page.wait_for_timeout(3800)
    page.mouse.up()
    held = page.evaluate("sent.length")
    page.wait_for_function("sent.at(-1) === 'stop'", timeout=10_000)
    after = page.evaluate("sent")[held:]
    assert after == ["stop"]
    page.context.close()
