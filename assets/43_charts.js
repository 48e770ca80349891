/* The three slots of the left column: hours as SVG, bars, lamps; what they show the topic says. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels } = onescreen;
  const el = onescreen.el;
  const SVG = "http://www.w3.org/2000/svg";
  const HOUR_MS = 3600000;
  const TALL = 260; // from this height lines stand between nought and the top
  const WIDE = 500; // from this width more hours are named

  function svg(tag, attributes, ...children) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  /* ---- hours: the last 24, against the 24 before where they are known ---- */

  function pathOf(values, x, y) {
    return values
      .map((value, i) => (i ? "L" : "M") + x(i).toFixed(1) + " " + y(value).toFixed(1))
      .join("");
  }

  function label(x, y, text, anchor, name) {
    const node = svg("text", { x, y, "text-anchor": anchor, class: "chart-text " + (name || "") });
    node.textContent = text;
    return node;
  }

  /* A top that its quarters divide into whole numbers. */
  const evenTop = (most) => Math.ceil(most / 4) * 4;

  function drawHours(box, { last, before, at, source }) {
    if (!box.clientWidth) return;
    const unit = onescreen.scale();
    const width = box.clientWidth;
    const height = Math.max(box.clientHeight, 80 * unit);
    const frame = {
      left: 42 * unit,
      right: width - 12 * unit,
      top: 12 * unit,
      bottom: height - 26 * unit,
    };
    const top = evenTop(Math.max(4, ...last, ...(before || [])));
    const x = (i) => frame.left + ((frame.right - frame.left) * i) / (last.length - 1);
    const y = (value) => frame.bottom - ((frame.bottom - frame.top) * value) / top;
    const now = last.length - 1;
    const end = Date.parse(at);
    const hour = (back) => onescreen.clock.timeOfDay(end - back * HOUR_MS).slice(0, 2) + ":00";
    const full = pathOf(last.slice(0, now), x, y);
    const running = `M${x(now - 1)} ${y(last[now - 1])}L${x(now)} ${y(last[now])}`;
    const drawing = svg("svg", {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      class: "chart",
      role: "img",
      "aria-label": onescreen.t(
        "每小时上报：自 {since} 共 {total} 起，最高 {most} 起，本小时已有 {now} 起",
        {
          since: hour(23),
          total: last.reduce((sum, value) => sum + value, 0),
          most: Math.max(...last),
          now: last[now],
        },
      ),
    });
    const lines =
      frame.bottom - frame.top > TALL * unit ? [0, top / 4, top / 2, (top * 3) / 4, top] : [0, top];
    for (const value of lines) {
      drawing.append(
        svg("path", { d: `M${frame.left} ${y(value)}H${frame.right}`, class: "chart-grid" }),
      );
      drawing.append(
        label(frame.left - 8 * unit, y(value) + 6 * unit, String(Math.round(value)), "end", "num"),
      );
    }
    const area = `${full}L${x(now - 1)} ${frame.bottom}L${x(0)} ${frame.bottom}Z`;
    drawing.append(svg("path", { d: area, class: "chart-area" }));
    if (before) drawing.append(svg("path", { d: pathOf(before, x, y), class: "chart-before" }));
    drawing.append(svg("path", { d: full, class: "chart-line" }));
    // The running hour is not over: drawn as a full point it would fall at every full hour.
    drawing.append(svg("path", { d: running, class: "chart-line chart-running" }));
    drawing.append(
      svg("circle", { cx: x(now), cy: y(last[now]), r: 4.5 * unit, class: "chart-now" }),
    );
    const base = height - 5 * unit;
    const backs = frame.right - frame.left > WIDE * unit ? [23, 19, 15, 11, 7] : [23, 11];
    for (const back of backs) {
      drawing.append(
        label(x(now - back), base, hour(back), back === 23 ? "start" : "middle", "num"),
      );
    }
    drawing.append(label(frame.right, base, "本小时未完", "end"));
    panels.tell(
      drawing,
      source,
      at,
      `本小时未完，已有 ${last[now]} 起；最高 ${Math.max(...last)} 起`,
    );
    panels.only(box, drawing);
  }

  /* ---- bars: in two columns where there is little room, ranked where there is more ---- */

  function makeBar() {
    return el(
      "div",
      { class: "bar-row" },
      el("span", { class: "bar-label" }),
      el("span", { class: "bar-track" }, el("i", {})),
      el("span", { class: "num bar-count" }),
    );
  }

  /* What does not fit is summed up where a sum says something. */
  function cutOff(rows, most, hasRest) {
    if (rows.length <= most) return rows;
    if (!hasRest) return rows.slice(0, most);
    const rest = rows.slice(most - 1);
    const value = rest.reduce((sum, row) => sum + row.value, 0);
    return rows
      .slice(0, most - 1)
      .concat({ key: "rest", label: "其余 " + rest.length + " 类", value, isRest: true });
  }

  function fill(node, row, top, answer) {
    const [label, track, digits] = Array.from(node.children).slice(-3);
    panels.set(label, row.label);
    // a bar holds one thing: the sum of the rest has its number, not the longest bar
    track.firstChild.style.transform =
      "scaleX(" + (row.isRest ? 0 : top ? row.value / top : 0).toFixed(3) + ")";
    node.classList.toggle("is-plain", Boolean(answer.isPlain));
    panels.set(digits, row.text || String(row.value));
    panels.tell(
      digits,
      answer.source,
      panels.asOf(),
      row.note ||
        [row.name || row.label, answer.isOpen ? "在办事件" : ""].filter(Boolean).join(" "),
    );
  }

  /* All counts of a slot share one width, so that its bars end on one line. */
  function makeRoom(box, rows) {
    const longest = Math.max(0, ...rows.map((row) => (row.text || String(row.value)).length));
    box.style.setProperty("--count", Math.max(2.25, 0.72 * longest).toFixed(2) + "rem");
  }

  function drawBars(box, answer, most) {
    const shown = cutOff(answer.rows, most, answer.hasRest);
    makeRoom(box, shown);
    const top = Math.max(1, ...shown.filter((row) => !row.isRest).map((row) => row.value));
    if (!box.onescreenRows) panels.only(box);
    panels.rows(
      box,
      shown,
      (row) => row.key,
      makeBar,
      (node, row) => fill(node, row, top, answer),
    );
  }

  /* What has no room is summed up in a last row, so that the rows still add up. */
  function wholeOf(rows, most, answer) {
    if (rows.length <= most || !answer.isRanking || !answer.unit || answer.unit === "天")
      return rows.slice(0, most);
    const rest = rows.filter((row) => row.isRest);
    const named = rows.filter((row) => !row.isRest);
    const kept = Math.max(1, most - rest.length - 1);
    const others = named.slice(kept);
    const value = others.reduce((sum, row) => sum + row.value, 0);
    return named.slice(0, kept).concat(
      {
        key: "others",
        label: onescreen.t("其余 {count} 个", { count: others.length }),
        value,
        isRest: true,
      },
      rest,
    );
  }

  function makeRank(row) {
    const bar = makeBar();
    const opens = {
      class: "rank-row",
      type: "button",
      "data-area": row.area,
      title: "回车看辖区，按 i 键看数据来源",
      "aria-keyshortcuts": "i",
    };
    return el(
      row.area ? "button" : "div",
      row.area ? opens : { class: "rank-row" },
      el("span", { class: "num rank-place" }),
      ...bar.children,
    );
  }

  function drawRanks(box, answer, most) {
    const rows = answer.rows;
    const shown = wholeOf(rows, most, answer);
    makeRoom(box, shown);
    const top = Math.max(1, ...shown.filter((row) => !row.isRest).map((row) => row.value));
    if (!box.onescreenRows) panels.only(box);
    panels.rows(
      box,
      shown,
      (row) => row.key,
      makeRank,
      (node, row) => {
        panels.set(node.children[0], row.isRest ? "" : String(rows.indexOf(row) + 1));
        fill(node, row, top, answer);
        if (row.area) node.children[3].removeAttribute("tabindex");
      },
    );
    const isCut = rows.length > shown.length && answer.isRanking && answer.unit === "天";
    panels.set(
      panels.note(box),
      isCut ? answer.unit + " · 前 " + shown.length + " 名" : answer.note,
    );
  }

  /* ---- lamps: what is connected and what is not ---- */

  function makeLamp(row) {
    const parts = [
      el("i", { class: "lamp" }),
      el("span", { class: "source-name" }, row.label),
      el("span", { class: "source-note" }),
    ];
    return el(
      row.href ? "a" : "div",
      { class: "source-row", href: row.href, title: row.title || null },
      ...parts,
    );
  }

  function drawLamps(box, { rows }) {
    if (!box.onescreenRows) panels.only(box);
    panels.rows(
      box,
      rows,
      (row) => row.key,
      makeLamp,
      (node, row) => {
        node.dataset.state = row.isConnected ? "live" : "off";
        panels.set(node.children[2], row.note);
      },
    );
  }

  /* ---- a grid: rows by columns, the number on every cell ---- */

  function gridCell(value, top) {
    const cell = el("td", { class: "num" }, value === 0 && top ? "" : String(value));
    if (top && value > 0) cell.style.setProperty("--heat", Math.min(1, value / top).toFixed(2));
    return cell;
  }

  function gridRow({ label, cells, mark }, top) {
    const head = el("th", { scope: "row", "data-mark": mark || null }, label);
    return el("tr", {}, head, ...cells.map((value) => gridCell(value, top)));
  }

  /* Below a table with room under it: photos that may be shown, or that there are none. */
  function photoStrip({ photos, without }, room) {
    const unit = onescreen.scale() * 16;
    if (!photos || room < 4 * unit) return [];
    if (!photos.length) return [el("p", { class: "photo-none" }, without)];
    const one = ({ src, says, isOwn, place, day }) =>
      el(
        "figure",
        { title: day },
        el("img", { src, alt: "" }),
        el(
          "figcaption",
          {},
          el("b", { translate: isOwn ? "no" : null }, says),
          el("span", { translate: "no" }, place),
        ),
      );
    const count = Math.max(1, Math.floor((room * 2.6) / (9 * unit)));
    const height = `height: ${Math.floor(room - unit / 2)}px`;
    return [
      el("div", { class: "photo-strip", style: height }, ...photos.slice(0, count + 1).map(one)),
    ];
  }

  function drawGrid(box, answer, most) {
    const { columns, rows, source, at, isHeat } = answer;
    const shown = rows.slice(0, most);
    const told = JSON.stringify([columns, shown, answer.photos, box.clientHeight]);
    if (box.onescreenGrid === told && box.firstElementChild) return;
    box.onescreenGrid = told;
    const numbers = shown.flatMap((row) => row.cells.filter(Number.isFinite));
    const top = isHeat ? Math.max(1, ...numbers) : 0;
    const heads = columns.map(({ name, title, isOwn }) =>
      el("th", { scope: "col", title: title || null, translate: isOwn ? "no" : null }, name),
    );
    const table = el(
      "table",
      { class: "grid-chart" + (isHeat ? " is-heat" : "") },
      el("thead", {}, el("tr", {}, el("th", {}), ...heads)),
      el("tbody", {}, ...shown.map((row) => gridRow(row, top))),
    );
    panels.tell(table, source, at, answer.told);
    panels.only(box, table);
    box.append(...photoStrip(answer, box.clientHeight - table.offsetHeight));
  }

  /* ---- the three slots of the left column ---- */

  const isWide = () => document.documentElement.dataset.wall === "ultrawide";
  const fits = (box) => Math.max(1, Math.floor((box.clientHeight + 2) / (onescreen.scale() * 26)));
  const ROOM = {
    trend: (box) => fits(box),
    share: () => (isWide() ? 12 : 6),
    ranking: (box) => Math.max(8, fits(box)),
  };

  /* What the slot is called: the topic says so, and where one stands when that is not the district. */
  function titleOf(title, answer) {
    const code = onescreen.place.get().area || onescreen.page.district;
    const isHome = onescreen.areas.levelOf(code) === "district";
    const shown = code.slice(0, 12);
    const level = onescreen.words.LEVEL_SHORT[onescreen.areas.levelsBelow(shown)[0]];
    if (!answer.isRanking || !answer.isOpen || isHome || !level) return title;
    return panels.areaName(shown) + " · " + level + "在办";
  }

  function drawSlot(slot) {
    const box = panels.byId(slot);
    if (!box || onescreen.route.page !== "wall") return;
    const { title, show } = onescreen.topic.panel(slot);
    const answer = onescreen.queries.run(show);
    if (box.dataset.shows !== show) {
      box.dataset.shows = show;
      panels.only(box);
    }
    box.dataset.kind = answer.kind;
    panels.heading(box, titleOf(title, answer));
    panels.set(panels.note(box), answer.note);
    if (answer.kind === "hours" ? !answer.last : !answer.rows.length) {
      const isEarly = onescreen.picture.seq === null;
      panels.only(box, panels.says(isEarly ? "正在接收实时数据…" : answer.empty));
    } else if (answer.kind === "hours") drawHours(box, answer);
    else if (answer.kind === "lamps") drawLamps(box, answer);
    else if (answer.kind === "grid") drawGrid(box, answer, Math.max(3, fits(box) - 1));
    else if (slot === "share") drawBars(box, answer, ROOM.share(box));
    else drawRanks(box, answer, ROOM[slot](box));
  }

  const SLOTS = ["trend", "share", "ranking"].map((slot) => () => drawSlot(slot));
  const drawAll = () => SLOTS.forEach(panels.redraw);

  panels.startOnGlass(() => {
    for (const fn of SLOTS) panels.draw(["kpi", "incident", "unit"], fn);
    onescreen.areas.on("ready", drawAll);
    onescreen.place.on("change", drawAll);
    onescreen.topic.on("change", drawAll);
    if (onescreen.mapStyle) onescreen.mapStyle.on("shapes", drawAll);
    window.addEventListener("resize", drawAll);
  });
})();
