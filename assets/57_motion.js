/* All motion on this screen: one key stops it, a night moves what would burn in.
 *
 *   motion.isPaused()   motion.toggle()   motion.on(fn)   motion.shift()
 *
 * `p` pauses and starts again: rotation of topics, ticker, rings, flips. By night (22 to 6, the
 * district's time) the whole picture shifts by a few pixels every four minutes, on a wall only.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels } = onescreen;
  const el = onescreen.el;
  const html = document.documentElement;
  const listeners = new Set();
  const SHIFT_EVERY_MS = 240000;
  const SHIFTS = [
    [0, 0],
    [2, 1],
    [1, 3],
    [-1, 2],
    [-2, 0],
    [-1, -2],
    [1, -3],
    [2, -1],
  ];
  let isPaused = false;
  let button = null;

  function draw() {
    html.classList.toggle("is-paused", isPaused);
    if (!button) return;
    button.textContent = isPaused ? "▶" : "❚❚";
    button.setAttribute("aria-pressed", String(isPaused));
    button.setAttribute("aria-label", onescreen.t(isPaused ? "继续动效" : "暂停动效"));
  }

  function toggle() {
    isPaused = !isPaused;
    draw();
    listeners.forEach((fn) => fn(isPaused));
  }

  function isNight() {
    const hour = Number(onescreen.clock.timeOfDay(panels.now()).slice(0, 2));
    return hour >= 22 || hour < 6;
  }

  /* Which shift belongs to a moment: the same on all walls, so that a video wall stays one. */
  function shiftAt(ms, night) {
    return night ? SHIFTS[Math.floor(ms / SHIFT_EVERY_MS) % SHIFTS.length] : SHIFTS[0];
  }

  function shift() {
    const [x, y] = shiftAt(panels.now(), isNight() && onescreen.route.page === "wall");
    onescreen.page.root.style.transform = x || y ? "translate(" + x + "px," + y + "px)" : "";
  }

  onescreen.motion = {
    isPaused: () => isPaused,
    toggle,
    shiftAt,
    shift,
    on(fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
  };

  panels.start(() => {
    button = el("button", {
      class: "switch switch-motion",
      type: "button",
      title: "暂停或继续一切动效（P 键）",
      "aria-keyshortcuts": "p",
    });
    button.addEventListener("click", toggle);
    onescreen.switches.box.append(button);
    draw();
    document.addEventListener("keydown", (event) => {
      const inField =
        event.target instanceof Element && event.target.closest("input, textarea, select");
      if (
        event.key === "p" &&
        onescreen.route.page !== "desk" &&
        !inField &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey
      )
        toggle();
    });
    panels.redraw(shift);
    setInterval(shift, 60000);
  });
})();
