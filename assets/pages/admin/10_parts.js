/* What the editors of checklists and run cards are made of. Text only ever becomes text.
 *
 *   admin.ask(path, body?)     the JSON of /api/v1/admin/<path>; a body makes it a POST
 *   admin.tab(name, label, action, draw)   a tab for those who may do the action; the label in
 *                                  Chinese; draw(box) when open
 *   admin.table(columns, rows, tight?, none?)   columns are [heading, row → text or node]; the first
 *                                  `tight` never break; `none` is said when there are no rows
 *   admin.act(label, run)      a button that is shut while run() is under way
 *   admin.say(text, isBad)     the line below the tabs
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { el, t } = onescreen;
  const tabs = [];
  /* Pages that Dash draws: an address of their own, the same row of tabs. */
  const MOVED = [
    ["", "总览", "admin.see"],
    ["/feeds", "数据接入", "devices.manage"],
    ["/held", "待认领设备", "devices.manage"],
    ["/maps", "地图版本", "settings.manage"],
    ["/settings", "系统设置", "settings.manage"],
    ["/walls", "大屏", "devices.manage"],
    ["/keys", "设备密钥", "devices.manage"],
  ];
  let says = null;

  async function ask(path, body) {
    const asked = { headers: { accept: "application/json" } };
    if (body !== undefined) {
      asked.method = "POST";
      asked.headers["content-type"] = "application/json";
      asked.body = JSON.stringify(body);
    }
    const answer = await fetch("/api/v1/admin/" + path, asked);
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    throw new Error((told.error && told.error.message) || t("服务暂时没有回答"));
  }

  function say(text, isBad) {
    if (!says) return;
    says.textContent = text;
    says.classList.toggle("is-bad", Boolean(isBad));
  }

  async function tried(run) {
    try {
      say("");
      return await run();
    } catch (error) {
      say(error.message, true);
      return null;
    }
  }

  function act(label, run) {
    const node = el("button", { class: "button small", type: "button" }, label);
    node.addEventListener("click", async () => {
      node.disabled = true;
      await tried(run);
      node.disabled = false;
    });
    return node;
  }

  /* A moment is never broken; on a phone each row is a card whose lines carry their headings. */
  const MOMENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

  function table(columns, rows, isTight, none) {
    if (!rows.length) return el("p", { class: "admin-none" }, none || t("没有记录"));
    const head = el("tr", {}, ...columns.map(([name]) => el("th", { scope: "col" }, name)));
    const lines = rows.map((row) =>
      el(
        "tr",
        {},
        ...columns.map(([name, of], at) => {
          const shown = of(row);
          const text = shown === null || shown === undefined || shown === "" ? "—" : shown;
          const parts = Array.isArray(text) ? text : [text];
          const tight = at < (isTight || 0) || MOMENT.test(text);
          return el(
            "td",
            { class: tight ? "is-tight" : null },
            name ? el("span", { class: "admin-cell-name", "aria-hidden": "true" }, name) : null,
            ...parts,
          );
        }),
      ),
    );
    return el(
      "div",
      { class: "admin-scroll" },
      el("table", { class: "admin-table" }, el("thead", {}, head), el("tbody", {}, ...lines)),
    );
  }

  function moment(iso) {
    if (!iso) return "—";
    // Swedish writes 2026-11-25 15:29:00, in the district's zone wherever the browser stands.
    const timeZone = onescreen.page.root.dataset.zone || "Asia/Shanghai";
    return new Date(iso).toLocaleString("sv-SE", { timeZone });
  }

  onescreen.admin = {
    ask,
    say,
    act,
    table,
    tried,
    moment,
    tabs,
    me: null,
    title: (text) => el("h2", { class: "admin-title" }, text),
    tab: (name, label, action, draw) => tabs.push({ name, label, action, draw }),
    async open(box, name) {
      onescreen.admin.me = await ask("me").catch((error) => {
        box.replaceChildren(el("p", { class: "admin-says is-bad", role: "alert" }, error.message));
        throw error;
      });
      const mine = tabs.filter((one) => onescreen.admin.me.may.includes(one.action));
      const chosen = mine.find((one) => one.name === name);
      if (!chosen) {
        location.replace("/admin");
        return;
      }
      says = el("p", { class: "admin-says", role: "status" });
      const body = el("div", {});
      const moved = MOVED.filter(([, , action]) => onescreen.admin.me.may.includes(action));
      const links = [
        ...moved.map(([path, label]) => el("a", { href: "/admin" + path }, t(label))),
        ...mine.map((one) =>
          el(
            "a",
            {
              href: "/admin/" + one.name,
              "aria-current": one === chosen ? "page" : null,
            },
            t(one.label),
          ),
        ),
      ];
      box.replaceChildren(
        el("nav", { class: "admin-tabs", "aria-label": t("管理") }, ...links),
        says,
        body,
      );
      tried(() => chosen.draw(body));
    },
  };
})();
