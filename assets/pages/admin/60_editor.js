/* What the editors of checklists and run cards share. Nothing typed is lost: the draft stays in the
 * tab's storage until it is saved or dropped, whatever the server says.
 *
 *   editor.send(method, path, body)   JSON of /api/v1/desk/<path>; a refusal throws {status, rows, message}
 *   editor.kept(name)      {get(), set(value)}, null forgets
 *   editor.field({name, label, input})        a field that can say what is wrong with it
 *   editor.rows({list, blank, make, changed, most})   → {node, draw(i)}: lines to move, add and take away
 *   editor.wrong(box, mistakes)   shows [{at, field, message}] at their fields, focuses the first
 *   editor.classes(chosen, marks, go)         the row of classes
 *   editor.versions(items, open)              who wrote which version when
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { admin, el, t, words } = onescreen;
  const PATIENCE_MS = 15000;
  let serial = 0;

  class Refusal extends Error {
    constructor(message, status, rows) {
      super(message);
      Object.assign(this, { status, rows: rows || [] });
    }
  }

  async function send(method, path, body) {
    const asked = {
      method,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    };
    if (body !== undefined) {
      asked.headers["Content-Type"] = "application/json";
      asked.body = JSON.stringify(body);
    }
    const answer = await fetch("/api/v1/desk/" + path, asked).catch(() => null);
    if (!answer) throw new Refusal(t("连不上服务器，没有保存。内容还在这里，稍后再按保存"), 0);
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    throw new Refusal(
      (told.error && told.error.message) || t("服务器没有办成，内容还在这里，稍后再试"),
      answer.status,
      told.rows,
    );
  }

  function kept(name) {
    const key = "onescreen.editor." + name;
    return {
      get() {
        try {
          return JSON.parse(sessionStorage.getItem(key));
        } catch {
          return null;
        }
      },
      set: (value) =>
        value === null
          ? sessionStorage.removeItem(key)
          : sessionStorage.setItem(key, JSON.stringify(value)),
    };
  }

  const mayWrite = () => admin.me.may.includes("settings.manage");

  function field({ name, label, input, hint }) {
    serial += 1;
    const error = el("span", { class: "ed-error", role: "alert", id: "ed-error-" + serial });
    input.disabled = !mayWrite();
    input.setAttribute("aria-describedby", error.id);
    return el(
      "label",
      { class: "ed-field", "data-field": name },
      el("span", { class: "ed-label" }, label),
      input,
      hint ? el("span", { class: "ed-hint" }, hint) : null,
      error,
    );
  }

  function choice(options, value, change) {
    const node = el(
      "select",
      {},
      ...options.map(([code, text]) =>
        el("option", { value: code, selected: code === value }, text),
      ),
    );
    node.addEventListener("change", () => change(node.value));
    return node;
  }

  function text(value, attributes, change) {
    const node = el("input", { type: "text", autocomplete: "off", ...attributes });
    node.value = value;
    node.addEventListener("input", () => change(node.value));
    return node;
  }

  /* ---- lines ---- */

  function rows({ list, blank, make, changed, most, addLabel }) {
    const box = el("ol", { class: "ed-rows" });
    const say = el("span", { class: "ed-hint", role: "status" });
    const add = el("button", { class: "button small", type: "button" }, addLabel || t("加一行"));
    let gone = null;

    const tool = (name, sign, label, run, isShut) => {
      const node = el(
        "button",
        {
          class: "ed-tool",
          type: "button",
          "data-tool": name,
          "aria-label": label,
          title: label,
          disabled: isShut,
        },
        sign,
      );
      node.addEventListener("click", run);
      return node;
    };

    function after(i, selector) {
      changed();
      draw();
      const row = box.children[i];
      const node =
        row && (row.querySelector(selector || "none") || row.querySelector("select, input"));
      if (node) node.focus();
      else add.focus();
    }

    function move(i, by, selector) {
      if (!list[i + by]) return;
      [list[i], list[i + by]] = [list[i + by], list[i]];
      after(i + by, selector);
    }

    function insert(i, item) {
      if (list.length >= most) {
        say.textContent = t("最多 {most} 行", { most });
        return;
      }
      list.splice(i, 0, item || blank());
      after(i, "[data-field=text] input");
    }

    function remove(i) {
      gone = { i, item: list[i] };
      list.splice(i, 1);
      after(Math.min(i, list.length - 1));
      const back = el("button", { class: "link", type: "button" }, t("恢复这一行"));
      back.addEventListener("click", () => {
        say.replaceChildren();
        insert(Math.min(gone.i, list.length), gone.item);
      });
      say.replaceChildren(t("已删除第 {n} 行", { n: i + 1 }), " ", back);
    }

    function key(event, i) {
      if (!event.altKey || event.isComposing || !mayWrite()) return;
      const holder = event.target.closest("[data-field]");
      const same = holder && '[data-field="' + holder.dataset.field + '"] :is(input, select)';
      const run = {
        ArrowUp: () => move(i, -1, same),
        ArrowDown: () => move(i, 1, same),
        Enter: () => insert(i + 1),
        Delete: () => remove(i),
      }[event.key];
      if (!run) return;
      event.preventDefault();
      run();
    }

    function draw() {
      box.replaceChildren(
        ...list.map((item, i) => {
          const node = el(
            "li",
            { class: "ed-row", "data-at": String(i + 1) },
            el("span", { class: "ed-no num" }, String(i + 1)),
            ...make(item, changed, draw),
            !mayWrite()
              ? null
              : el(
                  "span",
                  { class: "ed-tools" },
                  tool("up", "↑", t("上移（Alt+↑）"), () => move(i, -1, "[data-tool=up]"), i === 0),
                  tool(
                    "down",
                    "↓",
                    t("下移（Alt+↓）"),
                    () => move(i, 1, "[data-tool=down]"),
                    i === list.length - 1,
                  ),
                  tool("gone", "✕", t("删除（Alt+Delete）"), () => remove(i)),
                ),
          );
          node.addEventListener("keydown", (event) => key(event, i));
          return node;
        }),
      );
    }

    add.addEventListener("click", () => insert(list.length));
    draw();
    return {
      node: el(
        "div",
        { class: "ed-list" },
        box,
        mayWrite() ? el("div", { class: "ed-below" }, add, say) : null,
      ),
      draw,
    };
  }

  /* `at` names the line by its data-at, within `[data-part]` where there are several lists. */
  function wrong(box, mistakes) {
    box.querySelectorAll(".ed-error").forEach((node) => (node.textContent = ""));
    box.querySelectorAll("[aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
    let first = null;
    for (const { part, at, field: name, message } of mistakes) {
      const list = part ? box.querySelector('[data-part="' + part + '"]') : box;
      const row = list && list.querySelector('[data-at="' + at + '"]');
      const holder =
        row &&
        (row.querySelector('[data-field="' + name + '"]') || row.querySelector("[data-field]"));
      if (!holder) continue;
      holder.querySelector(".ed-error").textContent = message;
      const input = holder.querySelector("input, select");
      input.setAttribute("aria-invalid", "true");
      first = first || input;
    }
    if (first) first.focus();
    return Boolean(first);
  }

  /* ---- around them ---- */

  function classes(chosen, marks, go) {
    const node = el("nav", { class: "ed-classes", "aria-label": t("事件类别") });
    for (const [code, name] of Object.entries(words.CLASS)) {
      const mark = marks(code);
      const button = el(
        "button",
        {
          class: "ed-class",
          type: "button",
          "data-class": code,
          "aria-current": code === chosen ? "true" : null,
        },
        t(name),
        mark ? el("span", { class: "ed-mark" }, mark) : null,
      );
      button.addEventListener("click", async () => {
        await go(code);
        const again = document.querySelector('.ed-class[data-class="' + code + '"]');
        if (again && !document.activeElement.matches("input, select")) again.focus();
      });
      node.append(button);
    }
    return node;
  }

  function versions(items, open) {
    const who = (row) => (row.at ? row.actor : t("初始版本"));
    return el(
      "section",
      { class: "ed-versions" },
      admin.title(t("历次版本")),
      admin.table(
        [
          [t("版本"), (row) => String(row.version)],
          [t("保存时间"), (row) => admin.moment(row.at)],
          [t("保存人"), who],
          [
            "",
            (row) =>
              admin.act(mayWrite() ? t("载入这一版再改") : t("查看这一版"), () =>
                open(row.version),
              ),
          ],
        ],
        items,
        3,
      ),
    );
  }

  function onlyLooking(what) {
    if (mayWrite()) return null;
    const next = encodeURIComponent(location.pathname + location.search);
    return el(
      "p",
      { class: "ed-looking" },
      t("只能查看。系统管理员登录后可以修改{what}。", { what }),
      " ",
      el("a", { class: "button small", href: "/login?next=" + next }, t("用系统管理员账号登录")),
      " ",
      el("a", { class: "button small", href: "/desk" }, t("回到调度台")),
    );
  }

  /* The bar that saves: stays in sight, says how it stands. */
  function bar({ version, isChanged, save, drop }) {
    const state = el("span", { class: "ed-state", role: "status" });
    const more = el("span", { class: "ed-more" });
    const store = el("button", {
      class: "button is-main",
      type: "button",
      "aria-keyshortcuts": "Control+Enter",
    });
    const forget = el("button", { class: "button", type: "button" }, t("放弃修改"));
    store.addEventListener("click", save);
    forget.addEventListener("click", drop);
    function draw() {
      const is = isChanged();
      store.replaceChildren(
        el("kbd", {}, "Ctrl+Enter"),
        " ",
        t("保存为第 {version} 版", { version: version() + 1 }),
      );
      store.disabled = !is || !mayWrite();
      forget.hidden = !is;
      if (!state.classList.contains("is-bad"))
        state.textContent = is ? t("有未保存的修改，刷新也不会丢") : "";
    }
    function say(message, isBad, ...nodes) {
      state.classList.toggle("is-bad", Boolean(isBad));
      state.textContent = message;
      more.replaceChildren(...nodes);
    }
    return {
      node: mayWrite()
        ? el("div", { class: "ed-bar" }, store, forget, state, more)
        : el("div", { hidden: true }),
      draw,
      say,
    };
  }

  onescreen.editor = {
    send,
    kept,
    mayWrite,
    field,
    choice,
    text,
    rows,
    wrong,
    classes,
    versions,
    onlyLooking,
    bar,
  };
})();
