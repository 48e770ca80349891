/* The KPI tiles of the topic: big digits, each with what it means, source and age. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels } = onescreen;
  const el = onescreen.el;

  function make({ figure, label, unit }) {
    const digits = el("span", { class: "num kpi-digits" });
    const age = el("span", { class: "num kpi-age", "data-since-form": "age" });
    const below = el("div", { class: "kpi-below" });
    return el(
      "div",
      { class: "kpi kpi-" + figure },
      el("div", { class: "kpi-head" }, el("span", { class: "kpi-label" }, label), age),
      el("div", { class: "kpi-value" }, digits, el("span", { class: "unit" }, unit)),
      below,
    );
  }

  const noted = (label, note) => [label, note].filter(Boolean).join("：");

  function update(tile, { figure, label, below: more }) {
    const shown = onescreen.figures.of(figure, more);
    const [head, value, below] = tile.children;
    panels.set(value.children[0], shown.text === null ? "—" : shown.text);
    value.children[0].classList.toggle("is-long", String(shown.text).length > 5);
    panels.tell(value.children[0], shown.source, shown.at, noted(label, shown.note));
    panels.set(head.children[0], shown.isDistrict ? label + "（全域）" : label);
    panels.attr(tile, "data-mood", shown.mood || "");
    tile.classList.toggle("is-unknown", shown.text === null);
    tile.classList.toggle("is-zero", shown.isZero);
    panels.attr(head.children[1], "data-since", shown.at);
    if (!shown.at) head.children[1].textContent = "";
    // Long numbers take the room of the gaps and of the labels: a number is never cut.
    below.classList.toggle(
      "is-tight",
      shown.below.reduce((sum, [, text]) => sum + String(text).length, 0) > 6,
    );
    panels.rows(
      below,
      shown.below,
      ([name]) => name,
      ([name]) =>
        el("span", { class: "kpi-part" }, el("span", {}, name), el("span", { class: "num" })),
      (node, [name, text]) => {
        panels.set(node.children[1], text);
        panels.tell(node.children[1], shown.source, shown.at, label + " · " + name);
      },
    );
  }

  function draw() {
    const box = panels.byId("kpis");
    if (!box || onescreen.route.page !== "wall") return;
    const { id, kpis } = onescreen.topic.now();
    panels.rows(box, kpis, (kpi) => id + kpi.figure + kpi.label, make, update);
    const newest = Array.from(onescreen.picture.entities.kpi.values(), (state) => state.at || "")
      .sort()
      .pop();
    const note = panels.note(box);
    const { state, seconds } = onescreen.live.freshness();
    const isOff = state === "offline" || state === "stale";
    const scope = onescreen.figures.scope();
    panels.heading(box, onescreen.topic.now().figures || onescreen.topic.now().title);
    panels.set(
      note,
      isOff
        ? "已停更 " + seconds + " 秒"
        : newest
          ? panels.areaName(scope || onescreen.page.district)
          : "等待首批数据",
    );
  }

  panels.startOnGlass(() => {
    panels.draw(["kpi", "incident", "unit", "assignment"], draw);
    onescreen.topic.on("change", () => panels.redraw(draw));
    onescreen.place.on("change", () => panels.redraw(draw));
    onescreen.live.on("freshness", () => panels.redraw(draw));
    if (onescreen.mapStyle) onescreen.mapStyle.on("shapes", () => panels.redraw(draw));
  });
})();
