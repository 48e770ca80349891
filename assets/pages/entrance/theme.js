/* Which theme the room has: dark (the usual one) or bright. Runs in the head, before anything is
 * painted, so that a bright screen never flashes dark.
 *
 *   theme.now()              "dark" | "bright"
 *   theme.choose("bright")   switch and remember it in this browser
 *   theme.on(fn)             the theme has changed: draw again what was not drawn by style sheets
 *
 * `?theme=bright|dark` wins over what was remembered; `?theme=schedule` is bright from 7 to 19, the
 * district's time. The colours stand in assets/00_tokens.css, by html[data-theme].
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const THEMES = ["dark", "bright"];
  const KEPT_AS = "onescreen.theme";
  const DAY = [7, 19];
  const LOOK_EVERY_MS = 30000;
  const html = document.documentElement;
  const listeners = new Set();

  const asked = () => new URLSearchParams(location.search).get("theme");

  function hourHere() {
    const page = document.getElementById("onescreen-page");
    const zone = (page && page.dataset.zone) || "Asia/Shanghai";
    return Number(
      new Intl.DateTimeFormat("en-GB", {
        hour: "2-digit",
        hourCycle: "h23",
        timeZone: zone,
      }).format(Date.now()),
    );
  }

  function bySchedule() {
    const hour = hourHere();
    return hour >= DAY[0] && hour < DAY[1] ? "bright" : "dark";
  }

  function wanted() {
    if (THEMES.includes(asked())) return asked();
    if (asked() === "schedule") return bySchedule();
    try {
      const kept = localStorage.getItem(KEPT_AS);
      return THEMES.includes(kept) ? kept : "dark";
    } catch {
      return "dark";
    }
  }

  function remember(name) {
    try {
      localStorage.setItem(KEPT_AS, name);
    } catch {
      /* A browser that keeps nothing still switches. */
    }
    const query = new URLSearchParams(location.search);
    if (!query.has("theme")) return;
    query.set("theme", name);
    history.replaceState(history.state, "", location.pathname + "?" + query + location.hash);
  }

  function paint(name) {
    html.dataset.theme = name;
    const meta = document.querySelector('meta[name="theme-color"]');
    if (meta)
      meta.content = getComputedStyle(html).getPropertyValue("--ground").trim() || "#06121f";
  }

  const theme = {
    now: () => html.dataset.theme,
    choose(name) {
      if (!THEMES.includes(name)) return;
      remember(name);
      apply(name);
    },
    on(fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
  };

  function apply(name) {
    if (name === theme.now()) return;
    paint(name);
    for (const fn of Array.from(listeners)) {
      try {
        fn(name);
      } catch (error) {
        console.error("theme", error);
      }
    }
  }

  onescreen.theme = theme;
  paint(wanted());
  setInterval(() => {
    if (asked() === "schedule") apply(bySchedule());
  }, LOOK_EVERY_MS);
})();
