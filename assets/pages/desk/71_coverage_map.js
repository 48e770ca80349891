/* The coverage on the map: grids coloured by minutes against the target; what would turn red is hatched.
 *
 * Its own canvas between the map's shapes and the live marks; only grids whose colour changed are touched.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, areas, words } = onescreen;
  const COVERED = onescreen.contract.unit.covered;
  const MODES = [null, "both", ...COVERED];
  const NAMES = {
    both: COVERED.length > 2 ? "各类力量" : "警力与网格员",
    ...words.UNIT_KIND,
  };
  const NONE = { stroke: false, fill: false };
  const STYLES = {
    red: {
      stroke: true,
      color: "#ff7d7a",
      weight: 2.5,
      opacity: 1,
      fill: true,
      fillColor: "#ff4d4f",
      fillOpacity: 0.5,
    },
    near: {
      stroke: true,
      color: "#ffb547",
      weight: 1.5,
      opacity: 0.8,
      dashArray: "3 4",
      fill: true,
      fillColor: "#ff8a1f",
      fillOpacity: 0.28,
    },
    ok: {
      stroke: true,
      color: "#2bd98f",
      weight: 1,
      opacity: 0.25,
      fill: true,
      fillColor: "#2bd98f",
      fillOpacity: 0.1,
    },
    turns: {
      stroke: true,
      color: "#ffffff",
      weight: 3,
      opacity: 1,
      dashArray: "6 4",
      fill: true,
      fillColor: "#ff4d4f",
      fillOpacity: 0.75,
    },
    mends: {
      stroke: true,
      color: "#35c8ff",
      weight: 3,
      opacity: 1,
      fill: true,
      fillColor: "#35c8ff",
      fillOpacity: 0.4,
    },
  };
  const shapes = new Map();
  let mode = null;
  let turning = new Set();
  let mending = new Set();
  let renderer = null;
  let legend = null;
  let measure = "open";

  const map = () => (onescreen.mapLive.layer ? onescreen.mapLive.layer.map : null);
  const kinds = () => (mode === "both" ? desk.coverage.KINDS : [mode]);

  function styleOf(code) {
    if (turning.has(code)) return "turns";
    if (mending.has(code)) return "mends";
    const held = desk.coverage.get();
    if (!mode || !held || !held.grids[code]) return null;
    if (kinds().some((kind) => desk.coverage.isRed(code, kind))) return "red";
    const isNear = kinds().some(
      (kind) => desk.coverage.minutes(code, kind) * 60 > 0.8 * held.targets_s[kind],
    );
    return isNear ? "near" : "ok";
  }

  function pane(target) {
    if (renderer && renderer._map === target) return renderer;
    if (!target.getPane("desk-coverage")) {
      const node = target.createPane("desk-coverage");
      node.style.zIndex = "450";
      node.style.pointerEvents = "none";
    }
    shapes.clear();
    renderer = window.L.canvas({ pane: "desk-coverage", padding: 0.3 });
    renderer.addTo(target);
    return renderer;
  }

  function paint(code) {
    const name = styleOf(code);
    const shown = shapes.get(code);
    if ((shown ? shown.name : null) === name) return;
    if (shown && !name) {
      shown.layer.remove();
      shapes.delete(code);
      return;
    }
    if (shown) {
      shown.name = name;
      shown.layer.setStyle({ ...NONE, dashArray: null, ...STYLES[name] });
      return;
    }
    const feature = onescreen.mapStyle.feature(code);
    const target = map();
    if (!feature || !target || !target._loaded) return;
    const layer = window.L.geoJSON(feature, {
      renderer: pane(target),
      pane: "desk-coverage",
      interactive: false,
      style: STYLES[name],
    });
    layer.addTo(target);
    shapes.set(code, { name, layer });
  }

  function draw(codes) {
    const held = desk.coverage.get();
    const all = new Set(
      codes || [
        ...shapes.keys(),
        ...Object.keys((held && held.grids) || {}),
        ...turning,
        ...mending,
      ],
    );
    all.forEach(paint);
    drawLegend();
  }

  function drawLegend() {
    const stage = panels.byId("map-stage");
    if (!legend) {
      legend = el("div", { class: "floating coverage-legend", role: "status" });
      stage.parentElement.append(legend);
    }
    const held = desk.coverage.get();
    legend.hidden = !mode && !turning.size && !mending.size;
    if (legend.hidden) return;
    const below = panels.byId("legend");
    legend.style.bottom = (below && below.offsetHeight ? below.offsetHeight + 4 : 0) + "px";
    const patch = (name, text) =>
      el("span", { class: "coverage-step" }, el("i", { class: "coverage-" + name }), text);
    const red =
      held && mode
        ? kinds()
            .map((kind) => NAMES[kind] + t(" {count} 格超时", { count: held.red[kind] }))
            .join("，")
        : "";
    desk.part(legend, [mode, red, turning.size, mending.size, Boolean(held)], () => [
      el("strong", {}, mode ? t("覆盖 · {who}", { who: t(NAMES[mode]) }) : t("假设派出后")),
      !held ? el("span", {}, t("覆盖数据未到")) : el("span", {}, red),
      el(
        "div",
        {},
        patch("ok", t("达标")),
        patch("near", t("将超")),
        patch("red", t("超时")),
        turning.size ? patch("turns", t("派出后变红 {count}", { count: turning.size })) : null,
        mending.size ? patch("mends", t("补位可恢复 {count}", { count: mending.size })) : null,
      ),
    ]);
  }

  /* Off, both, police, grid workers, off again. */
  function turn() {
    const before = mode;
    mode = MODES[(MODES.indexOf(mode) + 1) % MODES.length];
    // Two colourings on one map say neither: the shading of counts rests meanwhile.
    if (!before) measure = onescreen.place.get().measure;
    if (!before || !mode)
      onescreen.place.set({ measure: mode ? "none" : measure }, { push: false });
    draw();
    desk.say(mode ? t("覆盖着色：{who}", { who: t(NAMES[mode]) }) : t("覆盖着色已关"));
  }

  function whatIf({ turns, mends }) {
    turning = new Set(turns);
    mending = new Set(mends);
    draw();
  }

  panels.start(() => {
    desk.coverage.on("change", (codes) => mode && draw(codes));
    areas.on("ready", () => draw());
    onescreen.mapStyle.on("shapes", () => (mode || turning.size) && draw());
    desk.keys.add("q", { label: "覆盖着色：关、全部、民警、网格员", group: "面板", run: turn });
  });
  desk.coverageMap = { whatIf, mode: () => mode };
})();
