/* What every panel shares: when to draw, rows kept by key, numbers with their provenance.
 *
 *   panels.draw(kinds, fn)   fn() when the picture changed in one of the kinds, at once but
 *                            never so often that drawing takes more than a ninth of the time
 *   panels.redraw(fn)        ask for fn() at the next turn; the first one follows the map's first drawing,
 *                            and none comes while a button or link is pressed
 *   panels.released()        a promise that nobody presses one, for whoever else draws
 *   panels.rows(box, items, key, make, update)   keep one element per key, in the items' order
 *   panels.num(text, source, at, note)           a number that opens to its provenance
 *   panels.set(node, text)   change a text; a number that changes flips once
 *   panels.renew(box, nodes) replace what reads differently; ages and data-quick numbers in place
 *   panels.asOf()            ISO moment the picture was last known to be whole, "" before the first
 *   panels.isSideShown()     whether this page shows the wall's queue and card at all
 *   panels.open(area)        incidents neither closed nor cancelled, those yet to be handled first
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const REST_PER_WORK = 8;
  const SHORTEST_REST_MS = 40;
  const LONGEST_REST_MS = 400;
  const PRESSED = "button, a[href], summary, label, [role='option'], [role='button']";
  const LONGEST_PRESS_MS = 10_000; // a press that never ends must not leave the screen old
  const CLICK_WITHIN_MS = 100; // a finger's click comes after the finger has gone
  const drawers = [];
  const wanted = new Set();
  let timer = null;
  let lastRun = 0;
  let rest = SHORTEST_REST_MS;
  const holds = new Set(["opening"]);
  let pressWaits = [];

  function redraw(fn) {
    wanted.add(fn);
    if (timer !== null || holds.size) return;
    const wait = Math.max(0, lastRun + rest - performance.now());
    timer = setTimeout(() => onescreen.frame(run), wait);
  }

  function letGo(hold) {
    holds.delete(hold);
    if (!holds.size) wanted.forEach(redraw);
  }

  function run() {
    timer = null;
    if (holds.size) return;
    lastRun = performance.now();
    const turn = Array.from(wanted);
    wanted.clear();
    for (const fn of turn) {
      try {
        fn();
      } catch (error) {
        onescreen.failures.total += 1;
        onescreen.failures.last = "panel: " + (error && error.message);
        console.error("panel", error);
      }
    }
    rendered.port2.postMessage(lastRun);
  }

  onescreen.opening.after(() => letGo("opening"));

  /* The browser makes a click of a press and its end on one and the same element: while somebody
   * presses a button or a link nothing is drawn anew, or the click would be lost or meet another. */
  let pressTimer = null;

  function endPressIn(ms) {
    clearTimeout(pressTimer);
    pressTimer = setTimeout(endPress, ms);
  }

  function endPress() {
    letGo("press");
    // After whoever hears the click.
    for (const go of pressWaits) setTimeout(go);
    pressWaits = [];
  }

  const released = () =>
    holds.has("press") ? new Promise((go) => pressWaits.push(go)) : Promise.resolve();

  function onPress({ target }) {
    if (!(target instanceof Element) || !target.closest(PRESSED)) return;
    holds.add("press");
    endPressIn(LONGEST_PRESS_MS);
  }

  const onPressEnd = () => holds.has("press") && endPressIn(CLICK_WITHIN_MS);
  document.addEventListener("pointerdown", onPress, true);
  document.addEventListener("click", endPress, true);
  for (const end of ["pointerup", "pointercancel"])
    document.addEventListener(end, onPressEnd, true);

  /* News at once when it is quiet; a storm of it must leave the machine to the map. What a turn costs
   * is known when its frame is done: laying out and painting come after the script. */
  const rendered = new MessageChannel();
  rendered.port1.onmessage = ({ data: started }) => {
    const cost = performance.now() - started;
    rest = Math.min(LONGEST_REST_MS, Math.max(SHORTEST_REST_MS, cost * REST_PER_WORK));
  };

  function draw(kinds, fn) {
    drawers.push({ kinds, fn });
    redraw(fn);
  }

  function changed(change) {
    for (const { kinds, fn } of drawers) {
      if (change.replaced || kinds.some((kind) => change.kinds[kind])) redraw(fn);
    }
  }

  /* Keep a box's children one per item, reusing what is there: no flicker, bounded DOM. */
  function rows(box, items, key, make, update) {
    const held = box.onescreenRows || (box.onescreenRows = new Map());
    const seen = new Set();
    let before = box.firstElementChild;
    for (const item of items) {
      const id = key(item);
      seen.add(id);
      let node = held.get(id);
      if (!node) {
        node = make(item);
        held.set(id, node);
      }
      if (update) update(node, item);
      if (node === before) before = before.nextElementSibling;
      else box.insertBefore(node, before);
    }
    for (const [id, node] of held) {
      if (seen.has(id)) continue;
      node.remove();
      held.delete(id);
    }
  }

  /* A box that rows() filled before may hold a sentence now, and the other way round. */
  function only(box, ...nodes) {
    box.onescreenRows = null;
    box.replaceChildren(...nodes);
  }

  function says(text, since) {
    const line = onescreen.el("p", { class: "says" }, text);
    if (since)
      line.append(
        " ",
        onescreen.el("span", { class: "num", "data-since": since, "data-since-form": "age" }),
      );
    return line;
  }

  function set(node, text) {
    const next = onescreen.say(String(text));
    if (node.textContent === next) return false;
    const first = node.textContent === "";
    node.textContent = next;
    if (
      !first &&
      node.classList.contains("num") &&
      !onescreen.calm() &&
      !onescreen.motion.isPaused()
    ) {
      // Of two equal animations the other one: it starts anew without a layout in between.
      const isFirst = node.classList.contains("flip");
      node.classList.toggle("flip", !isFirst);
      node.classList.toggle("flip-again", isFirst);
    }
    return true;
  }

  function attr(node, name, value) {
    const text = String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }

  function tell(node, source, at, note) {
    attr(node, "data-prov", source);
    attr(node, "data-prov-at", at || "");
    attr(node, "data-prov-note", note || "");
    if (!node.hasAttribute("tabindex")) node.setAttribute("tabindex", "0");
    if (node.localName === "span" && !node.hasAttribute("data-since")) {
      // a bare number says nothing to who cannot see where it stands
      attr(node, "role", "group");
      attr(node, "aria-label", onescreen.say(String(note || source).split("：")[0]));
    }
    return node;
  }

  function num(text, source, at, note) {
    return tell(onescreen.el("span", { class: "num" }, text), source, at, note);
  }

  const now = () => onescreen.picture.serverNow();
  const iso = (ms) => new Date(ms).toISOString();

  /* What is counted in the picture is as old as the last frame or beat: never "now" on a dead line. */
  function asOf() {
    const silent = onescreen.live.silentMs();
    return silent === null ? "" : iso(now() - silent);
  }

  const QUICK = "[data-since], [data-quick], [data-prov]";

  /* What a box reads like, without what changes all the time. */
  function reading(node) {
    const copy = node.cloneNode(true);
    const quick = copy.querySelectorAll(QUICK).length;
    copy.querySelectorAll("[data-since], [data-quick]").forEach((part) => (part.textContent = ""));
    return [copy.textContent, copy.querySelectorAll("button, a").length, quick].join("|");
  }

  /* Copy a number's moment and provenance, and its text unless that is an age that ticks by itself. */
  function freshen(held, fresh) {
    for (const name of ["data-since", "data-prov", "data-prov-at", "data-prov-note"]) {
      if (fresh.hasAttribute(name)) attr(held, name, fresh.getAttribute(name));
      else held.removeAttribute(name);
    }
    if (fresh.hasAttribute("data-quick")) set(held, fresh.textContent);
  }

  const leads = (node) =>
    [node.className, node.dataset.area, node.dataset.unit, node.getAttribute("href")].join("|");

  /* Put other nodes into a box; who stood on a button stands on the one that does the same. */
  function exchange(box, nodes) {
    const stood = box.contains(document.activeElement) && document.activeElement.closest(PRESSED);
    only(box, ...nodes);
    if (!stood) return;
    const same = Array.from(box.querySelectorAll(PRESSED)).find(
      (node) => leads(node) === leads(stood),
    );
    if (same) same.focus({ preventScroll: true });
  }

  /* Redraw only what reads differently: a focused button must not lose its focus every second. */
  function renew(box, nodes) {
    const fresh = onescreen.el("div", {}, ...nodes.filter(Boolean));
    const text = reading(fresh);
    if (box.dataset.reads === text) {
      const held = box.querySelectorAll(QUICK);
      fresh.querySelectorAll(QUICK).forEach((node, i) => held[i] && freshen(held[i], node));
    } else {
      box.dataset.reads = text;
      exchange(box, fresh.childNodes);
    }
    onescreen.clock.tickAges();
  }

  /* The area under a code from the map's index, or null while it is not loaded. */
  function area(code) {
    return (onescreen.areas && onescreen.areas.byCode && onescreen.areas.byCode.get(code)) || null;
  }

  function areaName(code) {
    const found = area(code);
    if (found && found.name) return found.name;
    return code.length === 15 ? "网格 " + code.slice(-3) : code;
  }

  /* 宋疃镇 和村社区 · 网格 004: from town down, for rows where room is short. */
  function placeText(code, from) {
    const parts = [];
    for (const length of [9, 12, 15]) {
      if (code.length >= length && length > (from || 6)) parts.push(code.slice(0, length));
    }
    const names = parts.map(areaName);
    return names.length ? names.join(" · ") : areaName(code.slice(0, 6));
  }

  const byId = (id) => document.getElementById(id);

  /* The shell holds them on every page: where they are hidden they must not work. */
  const isSideShown = () => onescreen.route.page === "wall" || onescreen.route.page === "community";

  const { isHandled, isUnaccepted } = onescreen.rules;

  /* Incidents neither closed nor cancelled: those yet to be handled, then the handled ones that wait
   * for their closing. Gravest first; of equals first the unaccepted, then the longest waiting. */
  function open(area) {
    const picture = onescreen.picture;
    const found = [];
    for (const state of picture.entities.incident.values()) {
      if (picture.isEnded(state)) continue;
      if (!area || state.area_code.startsWith(area)) found.push(state);
    }
    const waits = (state) => (isUnaccepted(state) ? 0 : 1);
    return found.sort(
      (a, b) =>
        isHandled(a) - isHandled(b) ||
        a.severity - b.severity ||
        waits(a) - waits(b) ||
        (a.reported_at < b.reported_at ? -1 : a.reported_at > b.reported_at ? 1 : 0) ||
        (a.number < b.number ? -1 : 1),
    );
  }

  /* Run once all of the page is drawn and the live modules are there. */
  function start(fn) {
    onescreen.opening.whole.then(() => {
      try {
        fn();
      } catch (error) {
        console.error("panel start", error);
      }
    });
  }

  /* As `start`, for panels that stand on the live glass alone: a working page has none of them. */
  function startOnGlass(fn) {
    if (!onescreen.route.isWorking) start(fn);
  }

  /* The right end of a panel's heading. */
  function note(box) {
    const section = box.closest(".panel");
    return section && section.querySelector(".panel-note");
  }

  function heading(box, text) {
    const section = box.closest(".panel");
    const title = section && section.querySelector(".panel-title");
    if (title) set(title, text);
  }

  /* What this page is, in the band above it and on the browser's tab. */
  function headline(text) {
    set(byId("title"), text);
    document.title = text;
  }

  onescreen.panels = {
    draw,
    released,
    redraw,
    rows,
    only,
    says,
    set,
    attr,
    tell,
    num,
    now,
    iso,
    asOf,
    area,
    areaName,
    placeText,
    byId,
    open,
    isHandled,
    isSideShown,
    renew,
    start,
    startOnGlass,
    note,
    heading,
    headline,
  };
  onescreen.picture.on("change", changed);
  onescreen.language.on("change", () => drawers.forEach(({ fn }) => redraw(fn)));
})();
