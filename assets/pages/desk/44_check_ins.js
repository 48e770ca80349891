/* When somebody must hear from the people on scene next, as the server counts it.
 *
 *   desk.checkIns.node(unitId)   a countdown that goes on by itself; null when nothing is due
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, picture, panels, words } = onescreen;
  const SETTLE_MS = 400;
  const EVERY_MS = 60000;
  const SOON_MS = 120000;
  let due = new Map();
  let timer = null;

  async function ask() {
    try {
      const answer = await desk.api.get(desk.api.at.checkIns());
      due = new Map(answer.items.map((one) => [one.unit_id, one.due_at]));
    } catch {
      return; // the next news, or the next minute, asks again
    }
    if (desk.card) desk.card.now();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, SETTLE_MS);
  }

  function tick() {
    const now = picture.serverNow();
    for (const node of document.querySelectorAll("[data-check-in]")) {
      const left = Date.parse(node.dataset.checkIn) - now;
      node.dataset.clock = left < 0 ? "red" : left < SOON_MS ? "amber" : "ok";
      panels.set(
        node,
        left < 0
          ? t("报平安已超时 {time}", { time: words.clock(-left) })
          : t("{time} 后应报平安", { time: words.clock(left) }),
      );
    }
  }

  function node(unitId) {
    const moment = due.get(unitId);
    if (!moment) return null;
    setTimeout(tick, 0);
    return el("span", { class: "num sent-due", "data-check-in": moment, role: "timer" });
  }

  panels.start(() => {
    picture.on("change", ({ replaced, kinds }) => {
      if (replaced || kinds.assignment || kinds.check_in || kinds.notice) later();
    });
    setInterval(ask, EVERY_MS);
    setInterval(tick, 1000);
    later();
  });
  desk.checkIns = { node, at: (unitId) => due.get(unitId) || null };
})();
