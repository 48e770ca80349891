/* What the pages of administrators are made of. Text only ever becomes text.
 *
 *   admin.ask(path, body?)     the JSON of /api/v1/admin/<path>; a body makes it a POST
 *   admin.tab(name, label, action, draw)   a tab for those who may do the action; the label in
 *                                  Chinese; draw(box) when open
 *   admin.table(columns, rows, tight?, none?)   columns are [heading, row → text or node]; the first
 *                                  `tight` never break; `none` is said when there are no rows
 *   admin.form(fields, label, run) a form; fields are [name, label, attributes, options?]
 *   admin.act(label, run)      a button that is shut while run() is under way
 *   admin.sure(label, question, run, about)   the same, but asks first; `about` is who or what
 *   admin.once(words, secret)  what is shown this once
 *   admin.areaField(value)     a field of a form that takes an area's code, with suggestions
 *   admin.say(text, isBad)     the line below the tabs
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { el, t } = onescreen;
  const tabs = [];
  /* Pages that Dash draws: an address of their own, the same row of tabs. */
  const MOVED = [["", "总览", "admin.see"]];
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

  /* Asks in a dialog of the browser's own: the keyboard stays inside, Escape leaves. */
  function confirmed(label, question, about) {
    return new Promise((resolve) => {
      const yes = el("button", { class: "button small is-main", value: "yes" }, label);
      const no = el("button", { class: "button small", value: "", autofocus: true }, t("取消"));
      const dialog = el(
        "dialog",
        { class: "admin-ask", "aria-label": label },
        el(
          "form",
          { method: "dialog" },
          el("p", {}, el("strong", { translate: "no" }, about || "")),
          el("p", {}, question),
          el("div", { class: "admin-acts" }, no, yes),
        ),
      );
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  const sure = (label, question, run, about) =>
    act(label, async () => ((await confirmed(label, question, about)) ? run() : null));

  function once(words, secret) {
    return el(
      "p",
      { class: "admin-once", role: "alert" },
      words,
      el("code", { translate: "no", tabindex: "0" }, secret),
    );
  }

  function areaField(value) {
    return [
      "area",
      t("区域编码（空：全区）"),
      { maxlength: 15, inputmode: "numeric", value, list: "admin-areas" },
    ];
  }

  /* Suggestions for every field that takes an area's code. */
  function suggestAreas() {
    if (document.getElementById("admin-areas")) return;
    const list = el("datalist", { id: "admin-areas" });
    document.body.append(list);
    onescreen.areas.ready.then(() => {
      list.replaceChildren(
        ...Array.from(onescreen.areas.byCode.values(), (area) =>
          el("option", { value: area.code }, onescreen.areas.pathText(area.code)),
        ),
      );
    });
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

  function form(fields, label, run) {
    const inputs = {};
    const parts = fields.map(([name, words, attributes, options]) => {
      inputs[name] = options
        ? el(
            "select",
            { name, ...attributes },
            ...options.map(([value, text]) =>
              el("option", { value, selected: attributes.value === value }, text),
            ),
          )
        : el("input", { name, autocomplete: "off", ...attributes });
      return el("label", {}, words, inputs[name]);
    });
    const node = el(
      "form",
      { class: "admin-form" },
      ...parts,
      el("button", { class: "button small is-main", type: "submit" }, label),
    );
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = {};
      for (const [name, input] of Object.entries(inputs)) values[name] = input.value.trim();
      tried(() => run(values, node));
    });
    return node;
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
    sure,
    once,
    table,
    form,
    areaField,
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
      const chosen = mine.find((one) => one.name === name) || mine[0];
      suggestAreas();
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
