/* One overlay over the map for what concerns the whole desk: joint plan, board, figures, handover, roster.
 *
 *   desk.sheets.add(name, {key, label, title, isMapFree, open(body), close()})
 *   desk.sheets.body(name)     its body while it is open, else null
 *   desk.sheets.read(name, path, draw)   ask the server and draw, or say why not
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t } = onescreen;
  const sheets = new Map();
  let box = null;
  let shown = null;
  let body = null;
  let cameFrom = null;

  function add(name, sheet) {
    sheets.set(name, sheet);
    desk.keys.add(sheet.key, { label: sheet.label, group: "面板", run: () => toggle(name) });
    if (box) follow();
  }

  function toggle(name) {
    if (shown !== name) cameFrom = document.activeElement;
    desk.state.set({ sheet: shown === name ? null : name });
  }

  function shut() {
    const sheet = sheets.get(shown);
    if (sheet && sheet.close) sheet.close();
    shown = null;
    body = null;
    box.hidden = true;
    document.documentElement.classList.remove("desk-sheeted", "desk-map-free");
    if (cameFrom && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
    cameFrom = null;
  }

  function open(name) {
    if (shown) {
      const held = cameFrom;
      shut();
      cameFrom = held;
    }
    const sheet = sheets.get(name);
    shown = name;
    body = el("div", { class: "sheet-body" });
    const close = el(
      "button",
      { class: "sheet-close", type: "button", "aria-label": t("关闭") },
      "✕",
    );
    close.addEventListener("click", () => desk.state.set({ sheet: null }));
    box.dataset.sheet = name;
    box.setAttribute("aria-label", t(sheet.title));
    box.replaceChildren(
      el(
        "header",
        { class: "panel-head" },
        el("h2", { class: "panel-title", tabindex: "-1" }, t(sheet.title)),
        el("span", { class: "panel-note" }),
        close,
      ),
      body,
    );
    box.hidden = false;
    document.documentElement.classList.add("desk-sheeted");
    document.documentElement.classList.toggle("desk-map-free", Boolean(sheet.isMapFree));
    sheet.open(body);
    box.querySelector("h2").focus({ preventScroll: true });
  }

  function follow() {
    const { sheet } = desk.state.get();
    if (sheet === shown || (sheet && !sheets.has(sheet))) return;
    if (sheet) open(sheet);
    else if (shown) shut();
  }

  async function read(name, path, draw) {
    try {
      const answer = await desk.api.get(path);
      if (shown === name) draw(answer);
    } catch (error) {
      if (shown === name && body) {
        const line =
          body.querySelector(".sheet-reason") ||
          el("p", { class: "dc-reason sheet-reason", role: "alert" });
        line.textContent = t("暂时读不到：") + (error.text || error.message);
        body.prepend(line);
      }
    }
  }

  panels.start(() => {
    box = panels.byId("desk-sheet");
    desk.state.on("change", follow);
    desk.layers.add(40, () => {
      if (!shown) return false;
      desk.state.set({ sheet: null });
      return true;
    });
    follow();
  });

  desk.sheets = {
    add,
    read,
    body: (name) => (shown === name ? body : null),
    note: (text) => panels.set(box.querySelector(".panel-note"), text),
  };
})();
