/* The KPI tiles: big digits computed on the server, each with what it means, source and age. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels } = onescreen;
  const el = onescreen.el;

  const whole = (value) => (Number.isFinite(value) ? String(Math.round(value)) : null);
  const part = (label, value) => (value === null || value === undefined ? null : [label, value]);

  /* The two small facts under the digits: [label, value] pairs, those that are known. */
  const BELOW = {
    incidents_today: (detail) => [part("昨日此时", whole(detail.yesterday_by_now))],
    incidents_open: (detail) => [
      part("待受理", whole(detail.unaccepted)), part("Ⅰ·Ⅱ级", whole(detail.grave)),
    ],
    grid_workers_on_duty: (detail) => [
      part("在编", whole(detail.in_post)), part("空缺", whole(detail.vacant)),
    ],
    police_on_duty: (detail) => [part("空闲", whole(detail.free)), part("全部", whole(detail.total))],
    arrival_minutes: (detail) => [
      part("达标", Number.isFinite(detail.within_target)
        ? Math.round(detail.within_target * 100) + "%" : null),
    ],
    cameras: (detail) => [part("画面", detail.state || "未接入")],
  };
  const TILES = [
    ["incidents_today", "今日事件", "起"],
    ["incidents_open", "在办事件", "起"],
    ["grid_workers_on_duty", "在岗网格员", "人"],
    ["police_on_duty", "在岗民警", "人"],
    ["arrival_minutes", "到场中位", "分"],
    ["cameras", "视频点位", "路"],
  ];

  /* Only what the record itself says: digits and details of one tile are of one moment. */
  function detailOf(state) {
    return state && onescreen.check.isObject(state.detail) ? state.detail : {};
  }

  function make([id, label, unit]) {
    const digits = el("span", { class: "num kpi-digits" });
    const age = el("span", { class: "num kpi-age", "data-since-form": "age" });
    const below = el("div", { class: "kpi-below" });
    return el("div", { class: "kpi kpi-" + id },
      el("div", { class: "kpi-head" }, el("span", { class: "kpi-label" }, label), age),
      el("div", { class: "kpi-value" }, digits, el("span", { class: "unit" }, unit)),
      below);
  }

  function shown(state) {
    if (!state || state.value === null || state.value === undefined) return "—";
    if (typeof state.value !== "number") return String(state.value);
    return Number.isInteger(state.value) ? String(state.value) : state.value.toFixed(1);
  }

  function update(tile, [id, label]) {
    const state = onescreen.picture.entities.kpi.get(id);
    const [head, value, below] = tile.children;
    const source = (state && state.source) || "尚未收到";
    const at = (state && state.at) || "";
    panels.set(value.children[0], shown(state));
    panels.tell(value.children[0], source, at, label);
    tile.classList.toggle("is-unknown", shown(state) === "—");
    tile.classList.toggle("is-zero", shown(state) === "0");
    panels.attr(head.children[1], "data-since", at);
    if (!at) head.children[1].textContent = "";
    const parts = BELOW[id](detailOf(state)).filter(Boolean);
    panels.rows(below, parts, ([name]) => name, ([name]) =>
      el("span", { class: "kpi-part" }, el("span", {}, name), el("span", { class: "num" })),
    (node, [name, text]) => {
      panels.set(node.children[1], text);
      panels.tell(node.children[1], source, at, label + " · " + name);
    });
  }

  function draw() {
    const box = panels.byId("kpis");
    if (!box || onescreen.route.page !== "wall") return;
    panels.rows(box, TILES, ([id]) => id, make, update);
    const newest = Array.from(onescreen.picture.entities.kpi.values(), (state) => state.at || "")
      .sort().pop();
    const note = panels.note(box);
    const text = newest ? "变化后 2 秒内更新" : "等待首批数据";
    panels.set(note, text);
  }

  panels.start(() => panels.draw(["kpi"], draw));
})();
