/* What the pages of administrators are made of. Text only ever becomes text.
 *
 *   admin.ask(path, body?)     the JSON of /api/v1/admin/<path>; a body makes it a POST
 *   admin.tab(name, label, draw)   a tab; draw(box) is called when it is opened
 *   admin.table(columns, rows)     columns are [heading, row → text or node]
 *   admin.form(fields, label, run) a form; fields are [name, label, attributes]
 *   admin.act(label, run)      a button that is shut while run() is under way
 *   admin.say(text, isBad)     the line below the tabs
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { el, t } = onescreen;
  const tabs = [];
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

  function table(columns, rows, isTight) {
    if (!rows.length) return el("p", { class: "admin-none" }, t("没有记录"));
    const head = el("tr", {}, ...columns.map(([name]) => el("th", { scope: "col" }, name)));
    const lines = rows.map((row) => el("tr", {}, ...columns.map(([, of], at) => {
      const shown = of(row);
      const text = shown === null || shown === undefined || shown === "" ? "—" : shown;
      const parts = Array.isArray(text) ? text : [text];
      return el("td", { class: at < (isTight || 0) ? "is-tight" : null }, ...parts);
    })));
    return el("div", { class: "admin-scroll" },
      el("table", { class: "admin-table" }, el("thead", {}, head), el("tbody", {}, ...lines)));
  }

  function form(fields, label, run) {
    const inputs = {};
    const parts = fields.map(([name, words, attributes, options]) => {
      inputs[name] = options
        ? el("select", { name }, ...options.map(([value, text]) => el("option", { value }, text)))
        : el("input", { name, autocomplete: "off", ...attributes });
      return el("label", {}, words, inputs[name]);
    });
    const node = el("form", { class: "admin-form" }, ...parts,
      el("button", { class: "button small is-main", type: "submit" }, label));
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = {};
      for (const [name, input] of Object.entries(inputs)) values[name] = input.value.trim();
      tried(() => run(values, node));
    });
    return node;
  }

  const two = (number) => String(number).padStart(2, "0");
  function moment(iso) {
    if (!iso) return "—";
    const at = new Date(iso);
    return at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()) + " " +
      two(at.getHours()) + ":" + two(at.getMinutes()) + ":" + two(at.getSeconds());
  }

  onescreen.admin = {
    ask, say, act, table, form, tried, moment, tabs,
    title: (text) => el("h2", { class: "admin-title" }, text),
    once: (text) => el("p", { class: "admin-once" }, text),
    tab: (name, label, draw) => tabs.push({ name, label, draw }),
    open(box, name) {
      const chosen = tabs.find((one) => one.name === name) || tabs[0];
      says = el("p", { class: "admin-says", role: "status" });
      const body = el("div", {});
      const links = tabs.map((one) => el("a", {
        href: "/admin/" + one.name, "aria-current": one === chosen ? "page" : null,
      }, one.label));
      box.replaceChildren(el("nav", { class: "admin-tabs", "aria-label": t("管理") }, ...links), says, body);
      tried(() => chosen.draw(body));
    },
  };
})();
