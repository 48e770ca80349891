/* The pieces the page is put together from: cards, tiles, tables, the heat of the week. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t, words } = onescreen;
  const WEEKDAYS = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

  const clock = (iso) =>
    onescreen.clock && onescreen.clock.moment ? onescreen.clock.moment(Date.parse(iso)) : iso;

  /* A card: title with its unit, one way to its rows, and where its numbers come from. */
  function card(name, title, body, options) {
    const { facts, note, filter } = options;
    const source =
      t("来源：事件库") +
      (facts.is_demo ? t("（演示）") : "") +
      " · " +
      t("截至") +
      " " +
      clock(facts.as_of);
    const open =
      filter === undefined
        ? null
        : el(
            "button",
            { class: "link card-open", type: "button", "aria-haspopup": "dialog" },
            t("明细"),
          );
    if (open) opening(open, title, filter);
    return el(
      "section",
      { class: "panel area-card card-" + name, "aria-label": title },
      el("header", { class: "panel-head" }, el("h2", { class: "panel-title" }, title), open),
      el("div", { class: "panel-body card-body" }, body),
      el("p", { class: "card-source" }, note ? note + " · " : "", source),
    );
  }

  /* A figure that opens to its incidents: a button anywhere in the page. */
  function opening(node, title, filter, options) {
    node.addEventListener("click", () => area.openRows(title, filter, options));
    node.setAttribute("aria-haspopup", "dialog");
    return node;
  }

  /* A number of a table that opens to its incidents; nothing opens to nothing. */
  function openCell(count, title, filter, options) {
    const text = typeof count === "number" ? area.number(count) : count;
    if (!count || count === "—") return numberCell(text);
    const button = el(
      "button",
      { class: "link num", type: "button", title: t("明细：{title}", { title }) },
      text,
    );
    return el("td", { class: "num" }, opening(button, title, filter, options));
  }

  function tile(label, value, unit, compared, more, behind) {
    const name = behind
      ? opening(
          el("button", { class: "tile-label tile-open", type: "button" }, label),
          label,
          behind,
        )
      : el("span", { class: "tile-label" }, label);
    return el(
      "div",
      { class: "tile", "data-tile": label },
      name,
      el(
        "span",
        { class: "tile-value" },
        el("span", { class: "num tile-digits" }, value),
        unit ? el("span", { class: "unit" }, unit) : null,
      ),
      compared ? el("span", { class: "tile-change is-" + compared.mood }, compared.text) : null,
      more ? el("span", { class: "tile-more" }, more) : null,
    );
  }

  function table(head, rows, name) {
    const isNumber = (at) =>
      rows.length && rows[0][at] instanceof Element && rows[0][at].classList.contains("num");
    return el(
      "table",
      { class: "area-table " + (name || "") },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          head.map((text, at) =>
            el("th", { scope: "col", class: isNumber(at) ? "is-num" : null }, text),
          ),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map((cells) =>
          el(
            "tr",
            {},
            cells.map((cell) => (cell instanceof HTMLTableCellElement ? cell : el("td", {}, cell))),
          ),
        ),
      ),
    );
  }

  function numberCell(text, name) {
    return el("td", { class: "num " + (name || "") }, text);
  }

  function areaLink(row) {
    if (row.is_open === false) return el("span", {}, row.name);
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
    const [high, low] = [
      ["--accent", "#35c8ff"],
      ["--panel-high", "#12304f"],
    ].map(([name, usual]) => {
      const held = onescreen.token(name, usual);
      return rgb(HEX.test(held) ? held : usual);
    });
    const light = high
      .map((value, at) => (value * share + low[at] * (1 - share)) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.179;
  }

  /* Reports by weekday and hour: a darker cell is a busier hour, the number is on it. */
  function heat(facts) {
    const most = Math.max(1, ...facts.heat.flat());
    const head = el(
      "div",
      { class: "heat-row" },
      el("span", { class: "heat-day" }, t("时")),
      Array.from({ length: 24 }, (_, hour) => el("span", { class: "num heat-hour" }, String(hour))),
    );
    const rows = facts.heat.map((row, weekday) =>
      el(
        "div",
        { class: "heat-row" },
        el("span", { class: "heat-day" }, t(WEEKDAYS[weekday])),
        row.map((count, hour) => {
          const share = count / most;
          const says = t("{day} {hour} 时：{count} 起", { day: t(WEEKDAYS[weekday]), hour, count });
          const cell = el(
            "button",
            {
              class: "num heat-cell" + (wantsDarkInk(share) ? " is-bright" : ""),
              type: "button",
              title: says,
              "aria-label": says,
            },
            count ? String(count) : "",
          );
          cell.style.setProperty("--share", share.toFixed(3));
          cell.addEventListener("click", () => area.openRows(says, { weekday, hour }));
          return cell;
        }),
      ),
    );
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

  const className = (name) => words.CLASS[name] || name;
  const empty = (text) => el("p", { class: "says" }, text);

  Object.assign(area, {
    card,
    tile,
    table,
    numberCell,
    openCell,
    opening,
    areaLink,
    keptQuery,
    heat,
    className,
    empty,
    clock,
    WEEKDAYS,
  });
})();
