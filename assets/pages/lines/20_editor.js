/* The editors of rules: keys and buttons of their lines, and what is not saved yet.
 *
 * What is not saved stays in the tab's storage, class by class, until it is saved or dropped; it is
 * handed to the callbacks with every question (the store "<page>-drafts"). The server draws a class
 * anew only when somebody asks for one: what is typed while it saves stays as it is typed.
 */
(function () {
  "use strict";
  const { bridge, language, lines, route, theme } = window.onescreen;
  const page = route.page;
  const KEPT_AS = "onescreen.drafts." + page;
  const PATIENCE_MS = 15_000;
  const { set } = lines;

  let drafts = kept();
  let drawn = "";
  let base = "[]";
  let sent = null;
  let asked = 0;
  let answered = "";
  let mistakes = [];
  let wasChanged = null;
  let patience = null;
  const gone = new Map();

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT_AS)) || {};
    } catch {
      return {};
    }
  }

  function keep() {
    if (Object.keys(drafts).length) sessionStorage.setItem(KEPT_AS, JSON.stringify(drafts));
    else sessionStorage.removeItem(KEPT_AS);
    bridge.tell(page + "-drafts", drafts);
  }

  const root = () => document.querySelector("[data-editor]");
  const listOf = (node) => node.closest("[data-part]").querySelector("[data-lines]");
  const lists = () => Array.from(root().querySelectorAll("[data-lines]"));
  const isBusy = () => Boolean(document.querySelector(".is-busy"));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  /* What is about to be drawn anew takes no words: they would be lost. */
  function wait() {
    const here = root();
    if (!here) return;
    here.inert = true;
    clearTimeout(patience);
    patience = setTimeout(goOn, PATIENCE_MS);
  }

  function goOn() {
    clearTimeout(patience);
    patience = null;
    if (root()) root().inert = false;
  }

  function ask(question) {
    asked += 1;
    keep();
    wait();
    if (question.class) {
      const query = new URLSearchParams(location.search);
      query.set("class", question.class);
      history.replaceState(history.state, "", location.pathname + "?" + query);
    }
    bridge.tell(page + "-asked", { ...question, asked });
  }

  /* ---- how it stands ---- */

  function look() {
    const here = root();
    if (!here) return;
    const code = here.dataset.class;
    if (here.dataset.drawn !== drawn) {
      drawn = here.dataset.drawn;
      base = here.dataset.base;
      wasChanged = null;
      gone.clear();
      goOn();
      if (mistakes.length) return sign();
    }
    if (!here.dataset.mayWrite || patience !== null) return;
    const rows = lines.read(here);
    if (rows === null) return;
    if (same(rows, JSON.parse(base))) delete drafts[code];
    else drafts[code] = { version: Number(here.dataset.based), rows };
    keep();
    show(here);
  }

  function show(here) {
    const isChanged = Object.keys(drafts).length > 0;
    const marks = {};
    for (const code of Object.keys(drafts)) marks[code] = here.dataset.unsaved;
    for (const { class: code } of mistakes) {
      const count = mistakes.filter((one) => one.class === code).length;
      marks[code] = here.dataset.wrong.replace("{count}", count);
    }
    for (const button of document.querySelectorAll("[data-class-of]")) {
      const code = button.dataset.classOf;
      const mark = button.querySelector(".ed-mark");
      if (mark.textContent !== (marks[code] || ""))
        set(page + "-mark-" + code, { children: marks[code] || "" });
    }
    const mine = page === "checklists" ? here.dataset.class in drafts : isChanged;
    if (mine === wasChanged) return;
    if (mine && wasChanged === false) set(page + "-state", { children: "" });
    wasChanged = mine;
    set(page + "-save", { disabled: !mine });
    set(page + "-drop", { hidden: !mine });
    set(page + "-unsaved", { children: mine ? here.dataset.unsavedSays : "" });
  }

  /* ---- lines ---- */

  const rowOf = (list, id) => list.querySelector('[data-row="' + CSS.escape(id) + '"]');
  const first = (row) => row.querySelector("input:not([type=hidden])");

  function move(row, by, selector) {
    const list = row.parentElement;
    const at = Array.from(list.children).indexOf(row);
    const id = row.dataset.row;
    if (!list.children[at + by]) return;
    const focus = () => {
      const there = rowOf(list, id);
      return there.querySelector(selector) || first(there);
    };
    lines.edit(list, (held) => held.splice(at + by, 0, held.splice(at, 1)[0]), focus);
  }

  function insert(list, at, item) {
    const here = root();
    if (list.children.length >= Number(here.dataset.most)) {
      set(list.id + "-said", { children: here.dataset.mostSays });
      set(list.id + "-back", { hidden: true });
      return;
    }
    const made = item || lines.fresh(page);
    const focus = () => {
      const there = rowOf(list, made.props["data-row"]);
      return there.querySelector("[data-field=text] input") || first(there);
    };
    lines.edit(list, (held) => held.splice(at, 0, made), focus);
  }

  function remove(row) {
    const list = row.parentElement;
    const at = Array.from(list.children).indexOf(row);
    const next = row.nextElementSibling || row.previousElementSibling;
    const id = next && next.dataset.row;
    const add = list.closest("[data-part]").querySelector("[data-line-act=add]");
    lines.edit(
      list,
      (held) => gone.set(list.id, { at, item: held.splice(at, 1)[0] }),
      () => (id ? first(rowOf(list, id)) : add),
    );
    const says = root().dataset.goneSays.replace("{n}", at + 1);
    set(list.id + "-said", { children: says });
    set(list.id + "-back", { hidden: false });
  }

  function back(list) {
    const { at, item } = gone.get(list.id);
    set(list.id + "-said", { children: "" });
    set(list.id + "-back", { hidden: true });
    insert(list, Math.min(at, list.children.length), item);
  }

  /* ---- saving ---- */

  function save() {
    look();
    if (isBusy() || !wasChanged) return;
    mistakes = [];
    sign();
    sent = JSON.parse(JSON.stringify(drafts));
    asked += 1;
    set(page + "-state", { children: root().dataset.saving });
    bridge.tell(page + "-do", { act: "save", class: root().dataset.class, drafts, asked });
  }

  function saved(version) {
    const here = root();
    const code = here.dataset.class;
    if (sent[code]) base = JSON.stringify(sent[code].rows);
    here.dataset.version = here.dataset.based = String(version);
    for (const one of page === "checklists" ? [code] : Object.keys(sent)) {
      if (same(drafts[one], sent[one])) delete drafts[one];
      else if (drafts[one]) drafts[one].version = version;
    }
    wasChanged = null;
    look();
  }

  /* What is wrong, at its field; where nothing of it is in this class, the class is shown. */
  function sign() {
    const here = root();
    const mine = mistakes.filter((one) => one.class === here.dataset.class);
    if (mistakes.length && !mine.length) return ask({ class: mistakes[0].class });
    for (const list of lists()) {
      const wrong = {};
      const whole = [];
      for (const one of mine.filter(({ part }) => part === list.dataset.lines)) {
        const row = one.row && rowOf(list, one.row);
        if (!row) whole.push(one.message);
        else {
          const named = row.querySelector('[data-field="' + one.field + '"]');
          const field = named ? one.field : row.querySelector("[data-field]").dataset.field;
          wrong[one.row] = { ...wrong[one.row], [field]: one.message };
        }
      }
      set(list.id + "-wrong", { children: whole.join(" ") });
      lines.sign(list, wrong);
    }
    if (mine.length) {
      const at = lists()[0];
      lines.soon(at, () => here.querySelector("[data-lines] [aria-invalid=true]"));
    }
    wasChanged = null;
    look();
  }

  function hear() {
    const node = document.querySelector("[data-answer]");
    if (!node || node.dataset.answer === answered || !root()) return;
    answered = node.dataset.answer;
    const told = JSON.parse(answered);
    if (told.saved) return saved(told.saved);
    mistakes = told.mistakes;
    sign();
  }

  function drop() {
    const code = root().dataset.class;
    if (page === "checklists") delete drafts[code];
    else drafts = {};
    mistakes = [];
    ask({ class: code });
  }

  /* Mine is to stand on top of what somebody else has saved. */
  function mine(version) {
    root().dataset.based = version;
    for (const one of Object.values(drafts)) one.version = Number(version);
    save();
  }

  function load(version) {
    const here = root();
    const { class: code, version: newest } = here.dataset;
    if (page === "checklists") delete drafts[code];
    else drafts = {};
    mistakes = [];
    ask({ class: code, version: Number(version), newest: Number(newest) });
  }

  /* ---- what is pressed ---- */

  const ACTS = {
    up: (button) => move(button.closest("[data-row]"), -1, "[data-line-act=up]"),
    down: (button) => move(button.closest("[data-row]"), 1, "[data-line-act=down]"),
    gone: (button) => remove(button.closest("[data-row]")),
    add: (button) => insert(listOf(button), listOf(button).children.length),
    back: (button) => back(listOf(button)),
    save,
    drop,
    mine: (button) => mine(button.dataset.version),
    load: (button) => load(button.dataset.version),
  };

  function press(event) {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button || !root()) return;
    look();
    if (button.dataset.classOf) ask({ class: button.dataset.classOf, chosen: true });
    else if (button.dataset.lineAct) ACTS[button.dataset.lineAct](button);
  }

  function key(event) {
    if (event.isComposing || !root() || !root().dataset.mayWrite) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
      return;
    }
    const row = event.target instanceof Element && event.target.closest("[data-row]");
    if (!event.altKey || !row) return;
    const holder = event.target.closest("[data-field]");
    const name = holder ? holder.dataset.field : "";
    const field = '[data-field="' + name + '"] input:not([type=hidden])';
    const run = {
      ArrowUp: () => move(row, -1, field),
      ArrowDown: () => move(row, 1, field),
      Enter: () =>
        insert(row.parentElement, Array.from(row.parentElement.children).indexOf(row) + 1),
      Delete: () => remove(row),
    }[event.key];
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  let looking = null;
  function later() {
    if (looking === null)
      looking = requestAnimationFrame(() => {
        looking = null;
        hear();
        look();
      });
  }

  function redrawn() {
    look();
    wait();
  }

  /* Nothing came of it: what is not saved is said to be not saved. */
  document.addEventListener("onescreen:lost", () => {
    goOn();
    if (!root()) return;
    set(page + "-state", { children: "" });
    look();
  });
  language.on("change", redrawn);
  theme.on(redrawn);
  document.addEventListener("click", press);
  document.addEventListener("keydown", key, true);
  document.addEventListener("input", later);
  // Whoever leaves may have typed since the last frame.
  window.addEventListener("pagehide", look);
  document.addEventListener("change", later);
  new MutationObserver(later).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["value", "data-drawn", "data-answer"],
  });
  // A store takes what it is told when Dash has drawn it, not before.
  window.onescreen.whenPage().then(() => {
    ask({ class: new URLSearchParams(location.search).get("class") || "" });
  });
})();
