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
    return el("table", { class: "area-table " + (name || "") },
      el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))),
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
    const head = el("div", { class: "heat-row" }, el("span", {}),
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
    return el("div", { class: "heat" }, head, rows);
  }

  /* Thirty days in the width of a word: bars from zero, all areas on one scale. */
  function spark(days, most) {
    const NS = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", "0 0 " + days.length * 4 + " 28");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("class", "spark");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", t("每日上报，最多 {most} 起", { most: Math.max(0, ...days) }));
    days.forEach((count, at) => {
      const bar = document.createElementNS(NS, "rect");
      const height = Math.max(count ? 1 : 0, (26 * count) / Math.max(1, most));
      for (const [key, value] of Object.entries({ x: at * 4, y: 28 - height, width: 3, height })) bar.setAttribute(key, value);
      svg.append(bar);
    });
    return svg;
  }

  const className = (name) => words.CLASS[name] || name;
  const empty = (text) => el("p", { class: "says" }, text);

  Object.assign(area, { card, tile, table, numberCell, areaLink, keptQuery, heat, spark, className, empty, clock, WEEKDAYS });
})();
