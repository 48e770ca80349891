/* The frame of the phone page: what its parts share. Each part is a file of this folder.
 *
 *   field.tab(name, title, draw)    a tab; draw(box) fills it when it is shown and at redraw(name)
 *   field.redraw(name)              the tab has something new to show
 *   field.mark(name, count)         how much waits on a tab
 *   field.show(name)                go to a tab
 *   field.on(kind, fn)              what the socket tells, by its kind; also the page's own events:
 *                                   "me", "online", "offline", "opened", "locked", "outbox", "wiped",
 *                                   "veil_drawn", "mine_drawn", "place", "placed",
 *                                   "broadcasts", "broadcast_looked", "talk_chosen", "helps"
 *   field.emit(kind, message)       tell the page
 *   field.me()                      who this phone is, null before it is known
 *   field.now()                     the server's clock in ms, whatever this phone's says
 *   field.ask(path)                 GET; field.post(path, body) at once: a promise, refused as
 *                                   {status, code, text}
 *   field.send(path, body, {key, at, label})   the outbox: sent when there is a network, once
 *   field.say(text, {isBad})        a line at the top for a while
 *   field.el(tag, attributes, ...children)
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { t } = onescreen;
  const SAID_MS = 6000;
  const TIMEOUT_MS = 20000;
  // A photo on a slow line.
  const FILE_TIMEOUT_MS = 120000;
  const listeners = new Map();
  const tabs = new Map();
  let who = null;
  let offset = 0;
  let shown = null;
  let saidUntil = null;

  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value === true) node.setAttribute(name, "");
      else node.setAttribute(name, value);
    }
    node.append(...given(children));
    return node;
  }

  // What is left out of a list is written as null, which a browser would write as a word.
  const given = (children) => children.flat().filter((one) => one !== null && one !== undefined);

  function fill(box, ...children) {
    box.replaceChildren(...given(children));
  }

  function on(kind, fn) {
    if (!listeners.has(kind)) listeners.set(kind, new Set());
    listeners.get(kind).add(fn);
    return () => listeners.get(kind).delete(fn);
  }

  function emit(kind, message) {
    for (const fn of Array.from(listeners.get(kind) || [])) {
      try {
        fn(message);
      } catch (error) {
        console.error("field", kind, error);
      }
    }
  }

  /* ---- the server's clock ---- */

  function learnTime(iso) {
    const told = Date.parse(iso);
    if (!Number.isNaN(told)) offset = told - Date.now();
  }

  /* ---- asking ---- */

  async function request(method, path, body) {
    const isFile = body instanceof Blob;
    let answer;
    try {
      answer = await fetch(path, {
        method,
        credentials: "same-origin",
        headers: {
          "onescreen-lang": document.documentElement.lang === "en" ? "en" : "zh",
          ...(body === undefined
            ? {}
            : { "content-type": isFile ? "application/octet-stream" : "application/json" }),
        },
        body: body === undefined || isFile ? body : JSON.stringify(body),
        signal: AbortSignal.timeout(isFile ? FILE_TIMEOUT_MS : TIMEOUT_MS),
      });
    } catch {
      throw { status: 0, code: "offline", text: t("没有网络") };
    }
    const date = answer.headers.get("date");
    // Whole seconds: enough for a clock that is wrong by an hour; the socket tells it better.
    if (date && Math.abs(Date.parse(date) - Date.now() - offset) > 5000) learnTime(date);
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    const error = told.error || {};
    throw {
      status: answer.status,
      code: error.code || "refused",
      field: error.field || null,
      text: error.message || t("服务器没有答应（{status}）", { status: answer.status }),
    };
  }

  /* ---- tabs ---- */

  function tab(name, title, draw) {
    tabs.set(name, { name, title, draw, count: 0 });
    if (shown) drawTabs();
  }

  function drawTabs() {
    const bar = document.getElementById("m-tabs");
    if (!bar) return;
    fill(
      bar,
      ...Array.from(tabs.values(), (one) =>
        el(
          "button",
          {
            type: "button",
            role: "tab",
            "data-tab": one.name,
            "aria-selected": String(one.name === shown),
            onclick: () => show(one.name),
          },
          el("span", {}, t(one.title)),
          one.count ? el("b", { class: "m-count" }, String(one.count)) : null,
        ),
      ),
    );
  }

  function show(name) {
    if (!tabs.has(name)) return;
    shown = name;
    drawTabs();
    redraw(name);
  }

  function redraw(name) {
    const box = document.getElementById("m-body");
    if (!box || name !== shown) return;
    box.dataset.tab = name;
    box.replaceChildren();
    tabs.get(name).draw(box);
  }

  function mark(name, count) {
    const one = tabs.get(name);
    if (!one || one.count === count) return;
    one.count = count;
    drawTabs();
  }

  /* ---- saying ---- */

  function say(text, { isBad = false } = {}) {
    const line = document.getElementById("m-says");
    if (!line) return;
    line.textContent = text;
    line.classList.toggle("is-bad", isBad);
    line.hidden = !text;
    clearTimeout(saidUntil);
    saidUntil = setTimeout(() => (line.hidden = true), SAID_MS);
  }

  onescreen.field = {
    el,
    fill,
    on,
    emit,
    tab,
    show,
    redraw,
    mark,
    say,
    learnTime,
    drawTabs,
    tabs: () => Array.from(tabs.keys()),
    shown: () => shown,
    me: () => who,
    setMe(one) {
      who = one;
      emit("me", one);
    },
    now: () => Date.now() + offset,
    clockError: () => offset,
    ask: (path) => request("GET", path),
    post: (path, body) => request("POST", path, body || {}),
  };
})();
