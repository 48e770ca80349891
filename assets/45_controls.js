/* Controls over the map: the way down (district ▸ town ▸ village ▸ grid), layers, measure, legend. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels } = onescreen;
  const el = onescreen.el;
  const { layer: LAYERS, measure: MEASURES } = onescreen.contract.words;

  /* ---- breadcrumb ---- */

  function crumb(area, isHere) {
    const name = panels.areaName(area.code);
    if (isHere) return el("span", { class: "crumb is-here", "aria-current": "location" }, name);
    const { page, area: home } = onescreen.route;
    const leaves = page === "community" && area.code.length < home.length;
    if (leaves) {
      const query = area.level === "district" ? "" : "?area=" + area.code;
      return el("a", { class: "crumb", href: "/" + query }, name);
    }
    return el("button", { class: "crumb", type: "button", "data-area": area.code }, name);
  }

  function below(code) {
    const all = Array.from(onescreen.areas.byCode.values());
    return onescreen.areas
      .levelsBelow(code)
      .map((level) => [
        onescreen.words.LEVEL_SHORT[level],
        all.filter((area) => area.level === level && area.code.startsWith(code)).length,
      ]);
  }

  function drawBreadcrumb() {
    const box = panels.byId("breadcrumb");
    const code = onescreen.place.get().area || onescreen.page.area;
    const path = onescreen.areas.path(code);
    const isUnknown =
      onescreen.route.page === "community" && !path.some((area) => area.level === "village");
    if (onescreen.route.page === "missing" || isUnknown) {
      box.replaceChildren();
      return;
    }
    const nodes = [];
    path.forEach((area, i) => {
      if (i) nodes.push(el("span", { class: "sep", "aria-hidden": "true" }, "▸"));
      nodes.push(crumb(area, i === path.length - 1));
    });
    const at = panels.asOf();
    const counts = path.length ? below(code) : [];
    if (counts.length) {
      nodes.push(
        el(
          "span",
          { class: "crumb-counts" },
          ...counts.flatMap(([name, count]) => [
            panels.num(String(count), "网格底图", at, name),
            " " + name + " ",
          ]),
        ),
      );
    }
    if (path.length && onescreen.route.page === "wall" && code.length >= 12) {
      nodes.push(
        el(
          "a",
          { class: "button crumb-jump", href: onescreen.route.community(code.slice(0, 12)) },
          "进入社区 →",
        ),
      );
    }
    if (path.length && onescreen.route.page !== "area") {
      nodes.push(
        el("a", { class: "crumb-jump link", href: onescreen.route.statistics(code) }, "统计"),
      );
    }
    box.replaceChildren(...nodes);
  }

  /* ---- layers and measure ---- */

  function toggle(layer) {
    const button = el(
      "button",
      { class: "toggle", type: "button", "data-layer": layer },
      el("i", { class: "toggle-box" }),
      LAYERS[layer],
    );
    button.addEventListener("click", () => onescreen.place.toggle(layer));
    return button;
  }

  function choice(measure) {
    const button = el(
      "button",
      { class: "choice", type: "button", "data-measure": measure },
      MEASURES[measure] || measure,
    );
    button.addEventListener("click", () => onescreen.place.set({ measure }, { push: false }));
    return button;
  }

  function buildControl() {
    const box = panels.byId("layer-control");
    box.replaceChildren(
      el(
        "div",
        { class: "toggles", role: "group", "aria-label": "图层" },
        ...onescreen.place.LAYERS.filter((layer) => LAYERS[layer]).map(toggle),
      ),
      el(
        "div",
        { class: "choices", role: "group", "aria-label": "着色" },
        el("span", { class: "choices-label" }, "着色"),
        ...onescreen.place.MEASURES.map(choice),
      ),
    );
  }

  function drawControl() {
    const box = panels.byId("layer-control");
    const { layers, measure } = onescreen.place.get();
    for (const button of box.querySelectorAll("[data-layer]")) {
      button.setAttribute("aria-pressed", String(layers.includes(button.dataset.layer)));
    }
    for (const button of box.querySelectorAll("[data-measure]")) {
      button.setAttribute("aria-pressed", String(measure === button.dataset.measure));
    }
  }

  /* ---- legend: the very symbols of the map ---- */

  function entry(name) {
    return el(
      "span",
      { class: "legend-entry" },
      onescreen.symbols.svg(name, "1.5rem"),
      onescreen.symbols.get(name).label,
    );
  }

  const marked = (mark, label) =>
    el("span", { class: "legend-entry" }, el("i", { class: mark }), label);

  function ramp() {
    const legend = onescreen.mapStyle ? onescreen.mapStyle.legend() : null;
    if (!legend) return null;
    return el(
      "div",
      { class: "legend-ramp" },
      el("span", { class: "legend-measure" }, legend.title + "（" + legend.unit + "）"),
      ...legend.steps.map((step) => {
        const patch = el("i", {});
        patch.style.background = step.colour;
        return el(
          "span",
          { class: "legend-step" },
          patch,
          el("span", { class: "num" }, step.label),
        );
      }),
      legend.note
        ? el("span", { class: "legend-note" + (legend.isStale ? " is-stale" : "") }, legend.note)
        : null,
    );
  }

  function drawLegend() {
    const box = panels.byId("legend");
    const { layers } = onescreen.place.get();
    const names = onescreen.symbols.LEGEND.concat(layers.includes("cameras") ? ["camera"] : []);
    const severities = names.filter((name) => name.startsWith("severity"));
    const others = names.filter((name) => !name.startsWith("severity"));
    const parts = [
      el("div", { class: "legend-line" }, ...severities.map(entry)),
      el(
        "div",
        { class: "legend-line" },
        ...others.map(entry),
        ...(layers.includes("sites") ? [marked("legend-site", "重点部位")] : []),
      ),
      el(
        "div",
        { class: "legend-line legend-ages" },
        el("span", {}, "定位"),
        el("span", { class: "legend-age" }, el("i", { class: "age-fresh" }), "2 分内"),
        el("span", { class: "legend-age" }, el("i", { class: "age-hollow" }), "超 2 分"),
        el("span", { class: "legend-age" }, el("i", { class: "age-faded" }), "超 5 分"),
      ),
      onescreen.picture.standbys().length
        ? el("div", { class: "legend-line" }, marked("legend-standby", "备勤点"))
        : null,
      ramp(),
    ];
    box.replaceChildren(...parts.filter(Boolean));
  }

  /* The strip at the right that the controls cover, px: what is shown must fit beside it. */
  onescreen.mapCover = function mapCover() {
    const stage = panels.byId("map-stage");
    const over = ["layer-control", "legend"]
      .map(panels.byId)
      .filter((box) => box && box.offsetWidth && getComputedStyle(box).position === "absolute");
    const width = Math.max(0, ...over.map((box) => box.offsetWidth));
    return stage && stage.clientWidth > 2.2 * width ? width : 0;
  };

  /* They stand before what is around the map: it is fitted once, beside the strip they cover. */
  function drawControls() {
    buildControl();
    drawControl();
    drawLegend();
    onescreen.place.on("change", () => [drawControl, drawLegend].forEach((fn) => fn()));
    onescreen.areas.on("ready", drawLegend);
    if (onescreen.mapStyle) onescreen.mapStyle.on("legend", drawLegend);
    onescreen.picture.on(
      "change",
      ({ replaced, kinds }) => (replaced || kinds.standby) && panels.redraw(drawLegend),
    );
  }

  if (!onescreen.route.isWorking) onescreen.whenPage().then(drawControls);
  panels.startOnGlass(() => {
    const drawPath = () => panels.redraw(drawBreadcrumb);
    drawPath();
    onescreen.place.on("change", drawBreadcrumb);
    onescreen.live.on("snapshot", drawPath);
    onescreen.areas.on("ready", drawPath);
  });
})();
