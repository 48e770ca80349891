/* Which language is on, switched at run time: no data is loaded again, no socket closed.
 *
 *   language.now()             "zh" | "en"
 *   language.choose("en")      switch, remember it, tell everybody
 *   language.on("change", fn)  the words have changed: draw again what was drawn with t()
 *
 * `?lang=en` wins over what was remembered. English fetches assets/locale/en.json once. While it is
 * on, every Chinese text that anybody puts into the page (Dash, a panel, a callback's answer) is
 * said in English before it is painted; a switch back puts the very same text back. What must stay
 * as it is — names, titles people wrote — carries translate="no", HTML's own attribute for it; what
 * the server has said in this language already carries the class as-said (layouts/working.py).
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const LANGUAGES = { zh: "zh-CN", en: "en" };
  const KEPT_AS = "onescreen.lang";
  const ATTRIBUTES = ["title", "placeholder", "aria-label", "alt"];
  const OPAQUE = "script, style, [translate='no'], .as-said, .call-sign, .unit-name, .camera-name";
  const RETRY_MS = 3000;
  const html = document.documentElement;
  const listeners = new Set();
  const originals = new WeakMap();
  let observer = null;
  let loading = null;
  let now = "zh";

  /* The server says what the cookie says: to ask for cookies holds all scripts up until another
   * process of the browser has answered. */
  function chosenBefore() {
    const told = document.querySelector('meta[name="onescreen-lang"]');
    if (told) return told.content;
    const chosen = /(?:^|; )onescreen-lang=(\w+)/.exec(document.cookie);
    return chosen ? chosen[1] : null;
  }

  function wanted() {
    const asked = new URLSearchParams(location.search).get("lang");
    if (asked in LANGUAGES) return asked;
    try {
      const kept = localStorage.getItem(KEPT_AS);
      if (kept in LANGUAGES) return kept;
      const chosen = chosenBefore();
      return chosen in LANGUAGES ? chosen : "zh";
    } catch {
      return "zh";
    }
  }

  function remember(name) {
    try {
      localStorage.setItem(KEPT_AS, name);
    } catch {
      /* A browser that keeps nothing still switches. */
    }
    // Sign-in pages are drawn by the server, which sees a cookie only.
    document.cookie = "onescreen-lang=" + name + "; path=/; max-age=31536000; samesite=lax";
    const query = new URLSearchParams(location.search);
    if (!query.has("lang")) return;
    query.set("lang", name);
    history.replaceState(history.state, "", location.pathname + "?" + query + location.hash);
  }

  /* ---- one text, one attribute ---- */

  function sayText(node) {
    const text = node.data;
    if (!onescreen.isHan(text)) return;
    const held = originals.get(node);
    if (held && held.said === text && held.said !== held.text) return;
    if (node.parentElement && node.parentElement.closest(OPAQUE)) return;
    const said = onescreen.say(text);
    originals.set(node, { text, said });
    if (said !== text) node.data = said;
  }

  function sayAttributes(element) {
    if (element.closest(OPAQUE)) return;
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name);
      if (!text || !onescreen.isHan(text)) continue;
      const said = onescreen.say(text);
      if (said !== text) element.setAttribute(name, said);
    }
  }

  function unsayText(node) {
    const held = originals.get(node);
    const text = held && held.said === node.data ? held.text : onescreen.sourceOf(node.data);
    if (text !== null && text !== node.data) node.data = text;
  }

  function unsayAttributes(element) {
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name) && onescreen.sourceOf(element.getAttribute(name));
      if (text) element.setAttribute(name, text);
    }
  }

  /* ---- all of them ---- */

  function walk(root, onText, onElement) {
    if (root.nodeType === 3) {
      onText(root);
      return;
    }
    if (root.nodeType !== 1) return;
    onElement(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === 3) onText(node);
      else onElement(node);
    }
  }

  function heard(records) {
    for (const record of records) {
      if (record.type === "characterData") sayText(record.target);
      else if (record.type === "attributes") sayAttributes(record.target);
      else for (const node of record.addedNodes) walk(node, sayText, sayAttributes);
    }
  }

  function startSaying() {
    walk(html, sayText, sayAttributes);
    if (observer) return;
    observer = new MutationObserver(heard);
    observer.observe(html, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ATTRIBUTES,
    });
  }

  function stopSaying() {
    if (observer) observer.disconnect();
    observer = null;
    walk(html, unsayText, unsayAttributes);
  }

  /* ---- switching ---- */

  async function fetchCatalogue() {
    for (;;) {
      try {
        const answer = await fetch("/assets/locale/en.json", { cache: "no-cache" });
        if (answer.ok) return await answer.json();
      } catch {
        /* The server is away; the page says so already. */
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /* What the district calls things itself stands before what the catalogue says. */
  function withOwn(catalogue) {
    return { ...catalogue, ...(onescreen.contract && onescreen.contract.own_english) };
  }

  function tell() {
    html.lang = LANGUAGES[now];
    for (const fn of Array.from(listeners)) {
      try {
        fn(now);
      } catch (error) {
        console.error("language", error);
      }
    }
  }

  async function apply(name) {
    now = name;
    html.lang = LANGUAGES[name];
    if (name === "zh") {
      onescreen.learn(null);
      stopSaying();
      tell();
      return;
    }
    loading = loading || fetchCatalogue();
    const catalogue = await loading;
    if (now !== name) return;
    onescreen.learn(withOwn(catalogue));
    startSaying();
    tell();
    language.isReady = true;
  }

  const language = {
    now: () => now,
    isReady: false,
    /* What could not be said before may be known now. */
    again() {
      if (!observer) return;
      loading.then((catalogue) => {
        if (!observer) return;
        onescreen.learn(withOwn(catalogue));
        startSaying();
      });
    },
    choose(name) {
      if (!(name in LANGUAGES) || name === now) return Promise.resolve();
      remember(name);
      return apply(name);
    },
    on(_event, fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
  };
  onescreen.language = language;
  html.lang = "zh-CN";
  if (wanted() !== "zh") apply(wanted());
})();
