/* The row of topics, and what turns them: a hand, the keys [ and ], a rotation, a schedule.
 *
 * `?rotate=30` turns every 30 seconds, `?rotate=schedule` at the times the topics' files name,
 * `?rotate=0` stays; the server's setting is used when the address says nothing. A hand on the
 * wall holds the rotation for two minutes. See assets/57_motion.js for the key that stops all.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, topic } = onescreen;
  const el = onescreen.el;
  const HELD_MS = 120000;
  const SHORTEST_S = 5;
  const LOOK_MS = 1000;
  let touchedAt = -Infinity;
  let turnedAt = 0;
  let followed = null;

  const overviewLink = () => document.querySelector(".topics > .topic");

  function tab(one) {
    const button = el(
      "button",
      { class: "topic", type: "button", "data-topic": one.id },
      one.title,
    );
    button.addEventListener("click", () => topic.choose(one.id));
    return button;
  }

  function draw() {
    const box = panels.byId("topics");
    const here = topic.now().id;
    const others = topic.all().filter((one) => one.id !== "overview");
    panels.rows(
      box,
      others,
      (one) => one.id + one.title,
      tab,
      (node, one) => mark(node, one.id === here),
    );
    mark(overviewLink(), here === "overview");
    panels.headline(onescreen.page.districtName + " " + onescreen.t(topic.now().title));
  }

  function mark(node, isHere) {
    if (!node) return;
    node.classList.toggle("is-here", isHere);
    if (isHere) node.setAttribute("aria-current", "page");
    else node.removeAttribute("aria-current");
  }

  /* ---- turning by itself ---- */

  function mode() {
    const asked = new URLSearchParams(location.search).get("rotate");
    const text = asked === null ? onescreen.page.rotate : asked;
    if (text === "schedule") return { isScheduled: true };
    const seconds = Number(text);
    return seconds > 0 ? { everyMs: Math.max(SHORTEST_S, seconds) * 1000 } : {};
  }

  function step(by) {
    const all = topic.all();
    const at = all.findIndex((one) => one.id === topic.now().id);
    topic.choose(all[(at + by + all.length) % all.length].id);
  }

  /* What was due while a hand held the wall, or motion stood still, is followed afterwards. */
  function followSchedule() {
    const time = onescreen.clock.timeOfDay(panels.now()).slice(0, 5);
    const due = topic
      .all()
      .flatMap((one) => (one.show_at || []).map((at) => at + " " + one.id))
      .filter((one) => one.slice(0, 5) <= time)
      .sort()
      .pop();
    if (!due || due === followed) return;
    followed = due;
    topic.choose(due.slice(6));
  }

  function turn() {
    const now = performance.now();
    const { everyMs, isScheduled } = mode();
    const isHeld = now - touchedAt < HELD_MS || document.hidden || onescreen.motion.isPaused();
    if (isHeld) {
      turnedAt = now;
      return;
    }
    if (isScheduled) followSchedule();
    else if (everyMs && now - turnedAt >= everyMs) {
      turnedAt = now;
      step(1);
    }
  }

  function key(event) {
    const inField =
      event.target instanceof Element && event.target.closest("input, textarea, select");
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "[") step(-1);
    else if (event.key === "]") step(1);
  }

  panels.start(() => {
    if (onescreen.route.page !== "wall") return;
    turnedAt = performance.now();
    panels.redraw(draw);
    topic.on("change", () => panels.redraw(draw));
    overviewLink().addEventListener("click", (event) => {
      event.preventDefault();
      topic.choose("overview");
    });
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, () => (touchedAt = performance.now()));
    }
    document.addEventListener("keydown", key);
    setInterval(turn, LOOK_MS);
  });
})();
