/* Where the officers of a community's beats are: status, distance from its middle, age of the fix.
 * The server draws who they are (layouts/live/police.py); this follows the live picture. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words, picture, el } = onescreen;
  const EARTH_M = 6371008.8;
  const AGAIN_MS = 2000;
  const rad = (degrees) => (degrees * Math.PI) / 180;

  function metres(a, b) {
    const x = rad(b.lon - a.lon) * Math.cos(rad((a.lat + b.lat) / 2));
    return EARTH_M * Math.hypot(x, rad(b.lat - a.lat));
  }

  function parts(unitId, middle) {
    const unit = picture.entities.unit.get(unitId);
    const row = picture.positions.get(unitId);
    if (!unit) return ["不在当前画面里"];
    const status = el("span", { class: "status-" + unit.status }, words.UNIT_STATUS[unit.status]);
    if (!row || !middle) return [status, el("span", {}, "没有定位")];
    const source = "定位终端" + (unit.is_demo ? "（演示）" : "");
    const age = el("span", {
      class: "num",
      "data-since": panels.iso(row[3]),
      "data-since-form": "age",
    });
    const far = el(
      "span",
      { class: "num", "data-quick": true },
      words.distance(metres(middle, { lat: row[1], lon: row[2] })),
    );
    panels.tell(age, source, panels.iso(row[3]), "最近一次定位");
    panels.tell(far, source, panels.iso(row[3]), "到社区中心点的直线距离");
    return [status, far, age];
  }

  function draw() {
    const middle = panels.area(onescreen.route.area);
    for (const box of document.querySelectorAll(".officer-live"))
      panels.renew(box, parts(box.dataset.officer, middle));
  }

  panels.startOnGlass(() => {
    if (onescreen.route.page !== "community") return;
    draw();
    setInterval(() => !document.hidden && draw(), AGAIN_MS);
  });
})();
