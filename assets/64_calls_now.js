/* The incidents somebody in the field speaks about with the desk now: a small list over the map of the wall,
 * from the facts of calls alone. Where nobody speaks it is not there.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, panels, picture } = onescreen;
  const MOST = 5;

  /* By incident: since when, and with whom. */
  function speaking() {
    const found = new Map();
    for (const call of picture.entities.field_call.values()) {
      if (!call.number || !call.answered_at || call.ended_at) continue;
      const held = found.get(call.number) || {
        number: call.number,
        signs: [],
        at: call.answered_at,
      };
      held.signs.push(call.call_sign);
      if (call.answered_at < held.at) held.at = call.answered_at;
      found.set(call.number, held);
    }
    return [...found.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  const row = ({ number, signs, at }) =>
    el(
      "li",
      {},
      el("b", { class: "num", translate: "no" }, number),
      el("span", { class: "num", "data-since": at, "data-since-form": "clock" }),
      el("span", { class: "calls-now-who", translate: "no" }, signs.join(" · ")),
    );

  function draw() {
    const now = speaking();
    const old = document.getElementById("calls-now");
    if (!now.length) {
      if (old) old.remove();
      return;
    }
    const rows = now.slice(0, MOST).map(row);
    if (now.length > MOST)
      rows.push(el("li", {}, t("还有 {count} 起", { count: now.length - MOST })));
    const box = old || el("section", { id: "calls-now", class: "floating calls-now" });
    box.setAttribute("aria-label", t("正在连线"));
    box.replaceChildren(el("h2", {}, t("正在连线")), el("ul", {}, ...rows));
    if (!old) document.querySelector(".stage").append(box);
    onescreen.clock.tickAges();
  }

  panels.startOnGlass(() => {
    if (onescreen.route.page !== "wall") return;
    picture.on("change", ({ replaced, kinds }) => (replaced || kinds.field_call) && draw());
    draw();
  });
})();
