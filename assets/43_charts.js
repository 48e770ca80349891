/* The left column's charts, drawn as plain SVG and bars: trend, kinds, and areas compared. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  const SVG = "http://www.w3.org/2000/svg";
  const HOUR_MS = 3600000;
  const DAY_MS = 86400000;
  const KINDS_SHOWN = 6;

  function svg(tag, attributes, ...children) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  /* ---- trend: the last 24 hours against the 24 before ---- */

  function series(state) {
    const detail = (state && state.detail) || {};
    const numbers = (list) => (Array.isArray(list) && list.length > 1 &&
      list.every((value) => Number.isFinite(value)) ? list : null);
    return { last: numbers(detail.last_24h), before: numbers(detail.previous_24h) };
  }

  function pathOf(values, x, y) {
    return values.map((value, i) => (i ? "L" : "M") + x(i).toFixed(1) + " " + y(value).toFixed(1)).join("");
  }

  function label(x, y, text, anchor, name) {
    const node = svg("text", { x, y, "text-anchor": anchor, class: "chart-text " + (name || "") });
    node.textContent = text;
    return node;
  }

  function drawTrend() {
    const box = panels.byId("trend");
    if (!box || !box.clientWidth) return;
    const state = onescreen.picture.entities.kpi.get("reported_per_hour");
    const { last, before } = series(state);
    if (!last) {
      panels.only(box, panels.says("还没有满一小时的统计"));
      return;
    }
    const unit = onescreen.scale();
    const width = box.clientWidth;
    const height = Math.max(box.clientHeight, 80 * unit);
    const frame = { left: 42 * unit, right: width - 12 * unit, top: 12 * unit, bottom: height - 26 * unit };
    const top = Math.max(4, ...last, ...(before || []));
    const x = (i) => frame.left + ((frame.right - frame.left) * i) / (last.length - 1);
    const y = (value) => frame.bottom - ((frame.bottom - frame.top) * value) / top;
    const now = last.length - 1;
    const full = pathOf(last.slice(0, now), x, y);
    const running = `M${x(now - 1)} ${y(last[now - 1])}L${x(now)} ${y(last[now])}`;
    const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "chart",
      role: "img", "aria-label": "每小时上报，实线为最近 24 小时，末段为未完的本小时，虚线为前一日" });
    for (const value of [0, top]) {
      drawing.append(svg("path", { d: `M${frame.left} ${y(value)}H${frame.right}`, class: "chart-grid" }));
      drawing.append(label(frame.left - 8 * unit, y(value) + 6 * unit, String(Math.round(value)), "end", "num"));
    }
    const area = `${full}L${x(now - 1)} ${frame.bottom}L${x(0)} ${frame.bottom}Z`;
    drawing.append(svg("path", { d: area, class: "chart-area" }));
    if (before) drawing.append(svg("path", { d: pathOf(before, x, y), class: "chart-before" }));
    drawing.append(svg("path", { d: full, class: "chart-line" }));
    // The running hour is not over: drawn as a full point it would fall at every full hour.
    drawing.append(svg("path", { d: running, class: "chart-line chart-running" }));
    drawing.append(svg("circle", { cx: x(now), cy: y(last[now]), r: 4.5 * unit, class: "chart-now" }));
    const end = Date.parse(state.at);
    const hour = (back) => onescreen.clock.timeOfDay(end - back * HOUR_MS).slice(0, 2) + ":00";
    const base = height - 5 * unit;
    drawing.append(label(frame.left, base, hour(23), "start", "num"),
      label((frame.left + frame.right) / 2, base, hour(11), "middle", "num"),
      label(frame.right, base, "本小时未完", "end"));
    panels.tell(drawing, state.source || "事件库", state.at,
      `本小时未完，已有 ${last[now]} 起；最高 ${Math.max(...last)} 起`);
    panels.only(box, drawing);
    panels.set(panels.note(box), "起/小时 · 虚线为前一日");
  }

  /* ---- kinds: what was reported in the last 24 hours ---- */

  function kinds() {
    const since = panels.now() - DAY_MS;
    const count = new Map();
    for (const state of onescreen.picture.entities.incident.values()) {
      if (Date.parse(state.reported_at) < since) continue;
      const name = words.CLASS[state.class] ? state.class : "other";
      count.set(name, (count.get(name) || 0) + 1);
    }
    return Array.from(count).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  }

  function drawShare() {
    const box = panels.byId("share");
    if (!box) return;
    const all = kinds();
    const total = all.reduce((sum, row) => sum + row[1], 0);
    panels.set(panels.note(box), total ? "近 24 小时 · 共 " + total + " 起" : "近 24 小时");
    if (!total) {
      panels.only(box, panels.says(onescreen.picture.seq === null ? "正在接收实时数据…" : "近 24 小时没有上报"));
      return;
    }
    const most = onescreen.route.page === "wall" && document.documentElement.dataset.wall === "ultrawide"
      ? all.length : KINDS_SHOWN;
    let rows = all;
    if (all.length > most) {
      const rest = all.slice(most - 1);
      rows = all.slice(0, most - 1)
        .concat([["rest", rest.reduce((sum, row) => sum + row[1], 0), rest.length]]);
    }
    if (!box.onescreenRows) panels.only(box);
    const top = Math.max(...rows.map((row) => row[1]));
    panels.rows(box, rows, (row) => row[0], makeBar, (node, [name, count, kindsInRest]) => {
      fillBar(node, name === "rest" ? "其余 " + kindsInRest + " 类" : words.CLASS[name], count, top);
      panels.tell(node.children[2], "事件库", panels.asOf(),
        "近 24 小时上报，占 " + Math.round((100 * count) / total) + "%");
    });
  }

  function makeBar() {
    return el("div", { class: "bar-row" }, el("span", { class: "bar-label" }),
      el("span", { class: "bar-track" }, el("i", {})), el("span", { class: "num bar-count" }));
  }

  function fillBar(node, name, count, top) {
    panels.set(node.children[0], name);
    node.children[1].firstChild.style.width = (top ? (100 * count) / top : 0).toFixed(1) + "%";
    panels.set(node.children[2], String(count));
  }

  /* ---- areas compared: the parts of the area one stands in, by open incidents ---- */

  function ranked(code) {
    const rows = onescreen.areas.children(code)
      .map((area) => ({ area, count: onescreen.picture.openIn(area.code).size }));
    return rows.sort((a, b) => b.count - a.count || (a.area.code < b.area.code ? -1 : 1));
  }

  function makeRank({ area }) {
    const bar = makeBar();
    const row = el("button", { class: "rank-row", type: "button", "data-area": area.code,
      title: "回车看辖区，按 i 键看数据来源", "aria-keyshortcuts": "i" },
      el("span", { class: "num rank-place" }), ...bar.children);
    return row;
  }

  function drawRanking() {
    const box = panels.byId("ranking");
    if (!box || onescreen.route.page !== "wall") return;
    let code = onescreen.place.get().area || onescreen.page.district;
    if (code.length >= 15) code = code.slice(0, 12);
    const rows = ranked(code);
    const level = { 6: "镇街", 9: "村社区", 12: "网格" }[code.length];
    panels.heading(box, code.length === 6 ? "镇街在办" : panels.areaName(code) + " · " + level + "在办");
    if (!rows.length) {
      panels.only(box, panels.says("正在载入底图…"));
      return;
    }
    if (!box.onescreenRows) panels.only(box);
    const most = Math.max(8, Math.floor((box.clientHeight + 2) / (onescreen.scale() * 26)) || 8);
    const shown = rows.slice(0, most);
    const top = Math.max(1, ...shown.map((row) => row.count));
    panels.rows(box, shown, (row) => row.area.code, makeRank, (node, row) => {
      panels.set(node.children[0], String(rows.indexOf(row) + 1));
      panels.set(node.children[1], panels.areaName(row.area.code));
      node.children[2].firstChild.style.width = ((100 * row.count) / top).toFixed(1) + "%";
      panels.set(node.children[3], String(row.count));
      panels.tell(node.children[3], "事件库", panels.asOf(), row.area.name + " 在办事件");
      node.children[3].removeAttribute("tabindex");
    });
    const rest = rows.length - shown.length;
    panels.set(panels.note(box), rest ? "起 · 前 " + shown.length + " 名" : "起 · 点开看辖区");
  }

  panels.start(() => {
    panels.draw(["kpi"], drawTrend);
    panels.draw(["incident"], drawShare);
    panels.draw(["incident"], drawRanking);
    onescreen.areas.on("ready", () => panels.redraw(drawRanking));
    onescreen.place.on("change", () => panels.redraw(drawRanking));
    window.addEventListener("resize", () => [drawTrend, drawShare, drawRanking].forEach(panels.redraw));
  });
})();
