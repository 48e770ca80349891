/* Which cases have talk that whoever looks has not read: a row above the queue, each opens its case. */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, papers } = onescreen;
  const EVERY_MS = 15000;
  const STORE = "centre-do";
  let shown = "";
  let items = [];

  async function ask() {
    if (document.hidden) return;
    try {
      items = (await papers.send({ method: "GET", path: "/api/v1/centre/talks" })).items;
    } catch {
      return; // asked again soon
    }
    draw();
  }

  function opens({ code, unread }) {
    const button = el(
      "button",
      { type: "button", class: "button small", "data-unread": code, translate: "no" },
      code + " · " + unread,
    );
    button.addEventListener("click", () => {
      onescreen.caseTalk.wanted = code; // the card is long: it is shown where the talk is
      papers.again({ store: STORE, again: { act: "open", code, reason: "" } });
    });
    return button;
  }

  function draw() {
    const box = document.getElementById("centre-talks");
    const said = JSON.stringify([items, onescreen.language.now(), Boolean(box)]);
    if (!box || said === shown) return;
    shown = said;
    box.replaceChildren(
      ...(items.length ? [el("span", {}, t("未读对话：")), ...items.map(opens)] : []),
    );
  }

  onescreen.language.on("change", draw);
  document.addEventListener("visibilitychange", ask);
  document.addEventListener("case-talk-read", ask);
  setInterval(ask, EVERY_MS);
  onescreen.whenPage().then(ask);
})();
