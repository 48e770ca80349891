/* A small map: grids and roads around a place, from the server's own map.
 *
 *   field.sketch({lat, lon, onTap})   a box; drawn again when it is tapped; without onTap only shown
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const SIDE = 320;
  const METRES_PER_DEGREE = 111195;

  function sketch({ lat = null, lon = null, onTap = null }) {
    const canvas = el("canvas", {
      class: "m-map",
      width: SIDE,
      height: SIDE,
      role: "img",
      "aria-label": onTap ? t("小地图：点一下选位置") : t("事件周边的小地图"),
    });
    const note = el("p", { class: "m-note" }, t("正在读取地图…"));
    const box = el("div", { class: "m-sketch" }, canvas, note);
    let map = null;
    let mark = lat === null ? null : { lat, lon };

    const aside = () => METRES_PER_DEGREE * Math.cos((map.lat * Math.PI) / 180);
    const scale = () => SIDE / (2 * map.within_m);
    function xy(at, on) {
      return [
        SIDE / 2 + (on - map.lon) * aside() * scale(),
        SIDE / 2 - (at - map.lat) * METRES_PER_DEGREE * scale(),
      ];
    }

    /* A grid has a number; what else an area is called stays as it is. */
    function called(name) {
      const found = /^\u7f51\u683c\s*(\d+)$/.exec(name);
      return found ? t("网格 {n}", { n: found[1] }) : name;
    }

    function colour(name) {
      return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    }

    function draw() {
      const pen = canvas.getContext("2d");
      pen.fillStyle = colour("--panel-high");
      pen.fillRect(0, 0, SIDE, SIDE);
      pen.strokeStyle = colour("--text-third");
      pen.lineWidth = 2.5;
      pen.beginPath();
      for (const [a, b, c, d] of map.roads) {
        pen.moveTo(...xy(a, b));
        pen.lineTo(...xy(c, d));
      }
      pen.stroke();
      pen.strokeStyle = colour("--accent");
      pen.lineWidth = 1.5;
      pen.setLineDash([6, 4]);
      for (const { rings } of map.grids)
        for (const ring of rings) {
          pen.beginPath();
          for (const [a, b] of ring) pen.lineTo(...xy(a, b));
          pen.closePath();
          pen.stroke();
        }
      pen.setLineDash([]);
      pen.fillStyle = colour("--text");
      pen.font = "15px system-ui, sans-serif";
      pen.textAlign = "center";
      for (const { name, rings } of map.grids) {
        const points = rings.flat().map(([a, b]) => xy(a, b));
        if (!points.length) continue;
        const middle = (n) => points.reduce((sum, one) => sum + one[n], 0) / points.length;
        pen.fillText(called(name), middle(0), middle(1), 110);
      }
      if (!mark) return;
      const [x, y] = xy(mark.lat, mark.lon);
      pen.fillStyle = colour("--alarm");
      pen.strokeStyle = colour("--alarm-ink");
      pen.lineWidth = 3;
      pen.beginPath();
      pen.arc(x, y, 11, 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    }

    canvas.addEventListener("click", (event) => {
      if (!map || !onTap) return;
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const x = ((event.clientX - left) / width) * SIDE;
      const y = ((event.clientY - top) / height) * SIDE;
      mark = {
        lat: map.lat - (y - SIDE / 2) / scale() / METRES_PER_DEGREE,
        lon: map.lon + (x - SIDE / 2) / scale() / aside(),
      };
      draw();
      onTap(mark);
    });

    const query = lat === null ? "" : "?lat=" + lat.toFixed(6) + "&lon=" + lon.toFixed(6);
    field.ask("/api/v1/field/map" + query).then(
      (found) => {
        map = found;
        note.textContent = onTap
          ? t("点一下地图选位置（虚线是网格，实线是道路）")
          : t("红点是事件位置（虚线是网格，实线是道路）");
        draw();
      },
      (refused) => {
        note.textContent = refused.status
          ? refused.text
          : onTap
            ? t("没有网络，暂时没有地图；请用手机定位")
            : t("没有网络，暂时没有地图");
      },
    );
    return box;
  }

  field.sketch = sketch;
})();
