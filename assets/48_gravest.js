/* An incident of level Ⅰ owns the screen, whatever topic or place it shows, until somebody has accepted
 * it: a band with what, where and since when, a chime every 20 seconds, the map flown to the place.
 * Accepted, the band becomes the narrow line of the response until it has been handled.
 *
 *   gravest.now()        {mode: "alarm" | "response" | "none", states: [incident…]}
 *   gravest.owns(state)  whether an incident is shown on every topic: level Ⅰ, not handled yet
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words, el } = onescreen;
  const CHIME_EVERY_MS = 20000;
  const ZOOM_IN = 2.5;
  const flownTo = new Set();
  let rungAt = 0;

  const owns = (state) =>
    onescreen.rules.isGravest(state) &&
    !onescreen.picture.isEnded(state) &&
    !panels.isHandled(state);
  const isShown = () => panels.isSideShown();

  function now() {
    const states = panels.open(null).filter(owns);
    const waiting = states.filter(onescreen.rules.isUnaccepted);
    const mode = waiting.length ? "alarm" : states.length ? "response" : "none";
    return { mode, states: waiting.length ? waiting : states };
  }

  function sent(state) {
    const count = onescreen.picture.assignmentsOf(state.number).length;
    return count ? onescreen.t("已派 {count}", { count }) : onescreen.t("尚未派出力量");
  }

  function line(mode, [first, ...more]) {
    const clock = el("span", {
      class: "num gravest-age",
      "data-since": first.reported_at,
      "data-since-form": "clock",
    });
    panels.tell(clock, "事件库", first.reported_at, "上报以来的时间");
    clock.removeAttribute("tabindex");
    const open = el(
      "button",
      { class: "gravest-open", type: "button", "data-gravest": first.number },
      onescreen.symbols.svg(onescreen.symbols.ofIncident(first), "2.5rem"),
      el(
        "span",
        { class: "gravest-level" },
        mode === "alarm" ? "Ⅰ级 特别重大 · 待受理" : "Ⅰ级响应中",
      ),
      el(
        "span",
        { class: "gravest-title", translate: "no" },
        first.title || onescreen.say(words.CLASS[first.class] || words.CLASS.other),
      ),
      el("span", { class: "gravest-place" }, panels.placeText(first.area_code)),
      el(
        "span",
        { class: "gravest-sent" },
        mode === "alarm" ? words.CLASS[first.class] || words.CLASS.other : sent(first),
      ),
      clock,
      more.length
        ? el(
            "span",
            { class: "gravest-more" },
            onescreen.t("另有 {count} 起", { count: more.length }),
          )
        : null,
    );
    open.addEventListener("click", () =>
      onescreen.place.set({ selection: "incident:" + first.number }),
    );
    return open;
  }

  function draw() {
    const box = panels.byId("gravest");
    if (!box) return;
    const { mode, states } = isShown() ? now() : { mode: "none", states: [] };
    const was = box.dataset.mode;
    panels.attr(box, "data-mode", mode);
    panels.attr(document.documentElement, "data-response", mode);
    if (mode === "none") panels.renew(box, []);
    else panels.renew(box, [line(mode, states)]);
    if (mode === "alarm") alarm(states);
    else if (was === "alarm" && onescreen.mapView) goBack();
  }

  function alarm(states) {
    const [first] = states;
    if (!flownTo.has(first.number)) {
      flownTo.add(first.number);
      // a map that opens on an alarm is fitted to its place first
      setTimeout(
        () =>
          onescreen.mapView &&
          onescreen.rules.isPlaced(first) &&
          onescreen.mapView.flyTo(first.lat, first.lon, ZOOM_IN),
        200,
      );
    }
    if (performance.now() - rungAt < CHIME_EVERY_MS) return;
    const isFirst = rungAt === 0;
    rungAt = performance.now();
    if (onescreen.chime) onescreen.chime.again(first, isFirst);
  }

  function goBack() {
    const { area } = onescreen.place.get();
    onescreen.mapView.fit(area || onescreen.place.root());
  }

  onescreen.gravest = { now, owns };
  panels.startOnGlass(() => {
    panels.draw(["incident", "assignment"], draw);
    onescreen.areas.on("ready", () => panels.redraw(draw));
    setInterval(() => panels.redraw(draw), 1000);
  });
})();
