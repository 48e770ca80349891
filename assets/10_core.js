/* The ground the other browser modules stand on: events, elements, the page's own data. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});

  /* A list of listeners by event name. A listener that throws is reported and the rest still run:
   * one broken panel must not blind the wall. `on` returns the function that removes it again. */
  function emitter(counts) {
    const listeners = new Map();
    function off(event, fn) {
      const set = listeners.get(event);
      if (set) set.delete(fn);
    }
    function on(event, fn) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(fn);
      return () => off(event, fn);
    }
    function emit(event, value) {
      const set = listeners.get(event);
      if (!set) return;
      for (const fn of Array.from(set)) {
        try {
          fn(value);
        } catch (error) {
          onescreen.failures.total += 1;
          onescreen.failures.last = event + ": " + (error && error.message);
          if (counts) counts.listener_errors = (counts.listener_errors || 0) + 1;
          console.error("listener of", event, error);
        }
      }
    }
    function size() {
      let total = 0;
      for (const set of listeners.values()) total += set.size;
      return total;
    }
    return { on, off, emit, size };
  }

  /* An element with attributes and children; strings become text nodes, never HTML. */
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      node.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat()) {
      if (child === null || child === undefined) continue;
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
    return node;
  }

  /* Asking the style sheet makes the browser lay the page out: its answers are kept a while. */
  const KEPT_MS = 1000;
  const kept = new Map();
  window.addEventListener("resize", () => kept.clear(), true);

  function keep(name, read) {
    const now = performance.now();
    const held = kept.get(name);
    if (held && now - held.at < KEPT_MS) return held.value;
    const value = read();
    kept.set(name, { at: now, value });
    return value;
  }

  /* How much larger than 1080p the wall is drawn: the root font size says so. */
  function scale() {
    return keep("scale", () => {
      const size = parseFloat(getComputedStyle(document.documentElement).fontSize);
      return Number.isFinite(size) && size > 0 ? size / 16 : 1;
    });
  }

  const calmQuery = window.matchMedia ? matchMedia("(prefers-reduced-motion: reduce)") : null;

  /* True when the person asked for no motion. */
  function calm() {
    return Boolean(calmQuery && calmQuery.matches);
  }

  /* Run before the next paint; a hidden tab paints nothing, so there a timer stands in. */
  function frame(fn) {
    if (document.hidden) setTimeout(() => fn(performance.now()), 200);
    else requestAnimationFrame(fn);
  }

  const PAGE_ID = "onescreen-page";
  let pagePromise = null;

  function readPage() {
    const root = document.getElementById(PAGE_ID);
    if (!root || !root.dataset.page) return null;
    const data = root.dataset;
    return {
      root,
      page: data.page,
      district: data.district || "",
      districtName: data.districtName || "",
      mapVersion: data.mapVersion || "",
      isDemo: data.demo === "1",
      reviewNumber: data.reviewNumber || "",
      area: data.area || data.district || "",
      acceptWithinMs: 1000 * (Number(data.acceptWithin) || 60),
      arrivalWithinMs: 1000 * (Number(data.arrivalWithin) || 600),
      rotate: data.rotate || "",
    };
  }

  const pageListeners = [];
  const sameJson = (one, other) => JSON.stringify(one, noRoot) === JSON.stringify(other, noRoot);
  const noRoot = (key, value) => (key === "root" ? undefined : value);

  /* Dash draws the page after the scripts ran, and going from the wall to a community changes the
   * root's data without a reload: `onescreen.page` is always what stands there now. */
  function whenPage() {
    if (pagePromise) return pagePromise;
    pagePromise = new Promise((resolve) => {
      const look = () => {
        const page = readPage();
        if (!page || (onescreen.page && sameJson(page, onescreen.page))) return;
        const isFirst = !onescreen.page;
        onescreen.page = page;
        if (isFirst) resolve(page);
        else pageListeners.forEach((fn) => fn(page));
      };
      const follow = () =>
        new MutationObserver(look).observe(onescreen.page.root, {
          attributes: true,
          attributeFilter: ["data-page", "data-area", "data-map-version"],
        });
      look();
      if (onescreen.page) {
        follow();
        return;
      }
      const finder = new MutationObserver(() => {
        look();
        if (!onescreen.page) return;
        finder.disconnect();
        follow();
      });
      finder.observe(document.documentElement, {
        childList: true,
        subtree: true,
        attributes: true,
        attributeFilter: ["data-page"],
      });
    });
    return pagePromise;
  }

  /* Call `fn` with the page each time another one is shown. */
  function onPage(fn) {
    pageListeners.push(fn);
  }

  /* Leaflet comes with dash-leaflet, before or after these files: run `fn` as soon as it is there. */
  const leafletWaiters = [];
  function whenLeaflet(fn) {
    if (window.L && window.L.Map) {
      fn(window.L);
      return;
    }
    leafletWaiters.push(fn);
    if (leafletWaiters.length > 1) return;
    let held = window.L;
    Object.defineProperty(window, "L", {
      configurable: true,
      enumerable: true,
      get: () => held,
      set: (value) => {
        held = value;
        Object.defineProperty(window, "L", {
          configurable: true,
          enumerable: true,
          writable: true,
          value,
        });
        if (value && value.Map) leafletWaiters.splice(0).forEach((waiter) => waiter(value));
      },
    });
  }

  /* A colour or size from the style sheet's tokens, with the value to use where it is missing. */
  function token(name, fallback) {
    const style = () => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    return keep(name, style) || fallback;
  }

  if (onescreen.theme) onescreen.theme.on(() => kept.clear());

  onescreen.failures = { total: 0, last: null };
  Object.assign(onescreen, {
    emitter,
    el,
    scale,
    calm,
    frame,
    whenPage,
    onPage,
    whenLeaflet,
    token,
  });
})();
