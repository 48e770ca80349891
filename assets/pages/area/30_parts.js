/* The pieces the page is put together from: cards, tiles, tables, the heat of the week. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t, words } = onescreen;
  const WEEKDAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

  const clock = (iso) => onescreen.clock && onescreen.clock.moment
    ? onescreen.clock.moment(Date.parse(iso)) : iso;

  /* A card: title with its unit, one way to its rows, and where its numbers come from. */
  function card(name, title, body, options) {
    const { facts, note, filter } = options;
    const source = t("来源：事件库") + (facts.is_demo ? t("（演示）") : "") + " · " + t("截至") + " " + clock(facts.as_of);
    const open = filter === undefined ? null
      : el("button", { class: "link card-open", type: "button", "aria-haspopup": "dialog" }, t("明细"));
    if (open) open.addEventListener("click", () => area.openRows(title, filter));
    return el("section", { class: "panel area-card card-" + name, "aria-label": title },
      el("header", { class: "panel-head" }, el("h2", { class: "panel-title" }, title), open),
      el("div", { class: "panel-body card-body" }, body),
      el("p", { class: "card-source" }, note ? note + " · " : "", source));
  }

  function tile(label, value, unit, compared, more) {
    return el("div", { class: "tile", "data-tile": label },
      el("span", { class: "tile-label" }, label),
      el("span", { class: "tile-value" }, el("span", { class: "num tile-digits" }, value),
        unit ? el("span", { class: "unit" }, unit) : null),
      compared ? el("span", { class: "tile-change is-" + compared.mood }, compared.text) : null,
      more ? el("span", { class: "tile-more" }, more) : null);
  }

  function table(head, rows, name) {
    const isNumber = (at) => rows.length && rows[0][at] instanceof Element && rows[0][at].classList.contains("num");
    return el("table", { class: "area-table " + (name || "") },
      el("thead", {}, el("tr", {}, head.map((text, at) => el("th", { scope: "col", class: isNumber(at) ? "is-num" : null }, text)))),
      el("tbody", {}, rows.map((cells) => el("tr", {}, cells.map((cell) =>
        cell instanceof HTMLTableCellElement ? cell : el("td", {}, cell))))));
  }

  function numberCell(text, name) {
    return el("td", { class: "num " + (name || "") }, text);
  }

  function areaLink(row) {
    return el("a", { href: "/area/" + row.code + keptQuery(), class: "link" }, row.name);
  }

  /* Period and comparison stay while one walks through the areas. */
  function keptQuery() {
    const query = new URLSearchParams(location.search);
    query.delete("vs");
    const text = query.toString();
    return text ? "?" + text : "";
  }

  const rgb = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const HEX = /^#[0-9a-f]{6}$/i;

  /* Whether black reads better than white on the mixture a cell is filled with. */
  function wantsDarkInk(share) {
    const [high, low] = [["--accent", "#35c8ff"], ["--panel-high", "#12304f"]].map(([name, usual]) => {
      const held = onescreen.token(name, usual);
      return rgb(HEX.test(held) ? held : usual);
    });
    const light = high.map((value, at) => (value * share + low[at] * (1 - share)) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.179;
  }

  /* Reports by weekday and hour: a darker cell is a busier hour, the number is on it. */
  function heat(facts) {
    const most = Math.max(1, ...facts.heat.flat());
    const head = el("div", { class: "heat-row" }, el("span", { class: "heat-day" }, t("时")),
      Array.from({ length: 24 }, (_, hour) => el("span", { class: "num heat-hour" }, String(hour))));
    const rows = facts.heat.map((row, weekday) => el("div", { class: "heat-row" },
      el("span", { class: "heat-day" }, t(WEEKDAYS[weekday])),
      row.map((count, hour) => {
        const share = count / most;
        const says = t("{day} {hour} 时：{count} 起", { day: t(WEEKDAYS[weekday]), hour, count });
        const cell = el("button", { class: "num heat-cell" + (wantsDarkInk(share) ? " is-bright" : ""), type: "button", title: says, "aria-label": says },
          count ? String(count) : "");
        cell.style.setProperty("--share", share.toFixed(3));
        cell.addEventListener("click", () => area.openRows(says, { weekday, hour }));
        return cell;
      })));
    return el("div", { class: "heat" }, head, rows, heatKey(most));
  }

  /* What the shades mean, from none to the busiest hour. */
  function heatKey(most) {
    const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => {
      const patch = el("i", { class: "heat-step" });
      patch.style.setProperty("--share", String(share));
      return patch;
    });
    return el("p", { class: "heat-key" }, "0", steps, area.number(most) + " " + t("起"));
  }

  const NS = "http://www.w3.org/2000/svg";
  function drawn(width, name, label, shapes) {
    const svg = document.createElementNS(NS, "svg");
    const all = { viewBox: "0 0 " + width + " 28", preserveAspectRatio: "none", class: name, role: "img", "aria-label": label };
    for (const [key, value] of Object.entries(all)) svg.setAttribute(key, value);
    for (const { is, ...shape } of shapes) {
      const rect = document.createElementNS(NS, "rect");
      rect.setAttribute("class", is);
      for (const [key, value] of Object.entries(shape)) rect.setAttribute(key, value);
      svg.append(rect);
    }
    return svg;
  }

  /* Half and nine in ten of the spans as one bar, the target as a line across it. */
  function bullet(half, nine, target) {
    const most = 1.15 * Math.max(nine, target);
    const at = (seconds) => (200 * seconds) / most;
    const label = t("P50 {half}，P90 {nine}，目标 {target}", { half: area.span(half), nine: area.span(nine), target: area.span(target) });
    const within = Math.min(nine, target);
    return drawn(200, "bullet", label, [
      { is: "bullet-track", x: 0, y: 8, width: 200, height: 12 },
      { is: "bullet-nine", x: 0, y: 8, width: at(within), height: 12 },
      { is: "bullet-over", x: at(within), y: 8, width: Math.max(0, at(nine) - at(within)), height: 12 },
      { is: "bullet-half", x: 0, y: 11, width: at(half), height: 6 },
      { is: "bullet-target", x: at(target) - 1, y: 2, width: 2, height: 24 },
    ]);
  }

  /* A mean as a bar on one scale for all areas; a notch where it stood before. */
  function meanBar(now, before, most) {
    const at = (seconds) => (100 * seconds) / Math.max(1, most);
    const shapes = [{ is: "bullet-track", x: 0, y: 8, width: 100, height: 12 }, { is: "mean-now", x: 0, y: 8, width: at(now || 0), height: 12 }];
    if (before) shapes.push({ is: "bullet-target", x: Math.max(0, at(before) - 0.75), y: 3, width: 1.5, height: 22 });
    return drawn(100, "bullet", t("本期 {now}，对比期 {before}", { now: area.span(now), before: area.span(before) }), shapes);
  }

  /* Thirty days in the width of a word: bars from zero, all areas on one scale. */
  function spark(days, most) {
    const height = (count) => Math.max(count ? 1 : 0, (26 * count) / Math.max(1, most));
    return drawn(days.length * 4, "spark", t("每日上报，最多 {most} 起", { most: Math.max(0, ...days) }),
      days.map((count, at) => ({ is: "spark-day", x: at * 4, y: 28 - height(count), width: 3, height: height(count) })));
  }

  const className = (name) => words.CLASS[name] || name;
  const empty = (text) => el("p", { class: "says" }, text);

  Object.assign(area, { card, tile, table, numberCell, areaLink, keptQuery, heat, spark, bullet, meanBar, className, empty, clock, WEEKDAYS });
})();
