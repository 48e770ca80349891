/* What the cards show, one function a card. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t } = onescreen;
  const { number, span, percent, change } = area;
  const STEPS = {
    accept: "受理",
    dispatch: "派遣",
    travel: "途中",
    arrival: "到场（上报起）",
    resolve: "处置（上报起）",
  };
  const FEWEST = 10;
  const SEVERITY = { 1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ" };

  /* The values of a sentence in the language that is on; a name stays a name. */
  function said(values) {
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        key === "name" || typeof value !== "string" ? value : onescreen.say(value),
      ]),
    );
  }

  const isHan = (character) => Boolean(character) && onescreen.isHan(character);

  /* What a value of a sentence leads to: an area to its page, a cause to its incidents. */
  function valueNode(key, text, values, facts) {
    const of = { code: values.code, name: values.name };
    const cause = {
      step: [values.step, { arrived: 1, slowest: values.step_code }],
      class_name: [values.class_name, { class: values.class_code, arrived: 1, slowest: "arrival" }],
      hours: [values.hours, { hours: bandHours(values.hours), arrived: 1, slowest: "arrival" }],
    }[key];
    if (values.code && cause)
      return area.opening(
        el("button", { class: "link say-cause", type: "button" }, text),
        t(cause[0]),
        cause[1],
        of,
      );
    if (key === "name" && values.code && values.code !== facts.code)
      return el("a", { class: "link", href: "/area/" + values.code + area.keptQuery() }, text);
    return key === "rank"
      ? text
      : el("b", { class: key === "change" || key === "share" ? "say-change" : null }, text);
  }

  /* A sentence with its values set off; between two Chinese characters stands no space. */
  function sentence(one, facts) {
    const values = said(one.values);
    const pieces = t(one.pattern).split(/\{(\w+)\}/);
    const text = pieces.map((piece, at) => (at % 2 ? String(values[piece]) : piece));
    return pieces.map((piece, at) => {
      if (at % 2) return valueNode(piece, text[at], { ...values, ...codesOf(one.values) }, facts);
      let words = piece;
      if (/ $/.test(words) && isHan(words.slice(-2, -1)) && isHan((text[at + 1] || "")[0]))
        words = words.slice(0, -1);
      if (/^ /.test(words) && isHan((text[at - 1] || "").slice(-1)) && isHan(words[1]))
        words = words.slice(1);
      return words;
    });
  }

  const codesOf = (values) => ({
    code: values.code,
    hours: values.hours,
    step: values.step,
    class_name: values.class_name,
  });
  const bandHours = (name) => (/\d+–\d+/.exec(name || "") || [""])[0].replace("–", "-");

  function say(facts) {
    const more = facts.is_running ? t("含今天，到此刻为止；") : "";
    return el(
      "section",
      { class: "area-say", "aria-label": t("结论") },
      facts.sentences.map((one, at) =>
        el("p", { class: at ? "say-more" : "say-first", translate: "no" }, sentence(one, facts)),
      ),
      el(
        "p",
        { class: "say-period" },
        t("本期 {period}（{days} 天），{more}对比期 {previous}（{before} 天）。", {
          period: area.days(facts.period),
          days: facts.period.days,
          more,
          previous: area.days(facts.previous),
          before: facts.previous.days,
        }),
      ),
    );
  }

  function tiles(facts) {
    const now = facts.totals,
      old = facts.totals_before;
    const counted = area.countsCompare(facts)
      ? change(now.reported, old.reported, number, 0)
      : { text: t("起数无可比"), mood: "none" };
    return el(
      "section",
      { class: "tiles", "aria-label": t("主要指标") },
      area.tile(t("上报"), area.big(now.reported), t("起"), counted, null, {}),
      area.tile(
        t("每千人上报"),
        number(now.per_1000, 2),
        now.per_1000 === null ? "" : t("起"),
        null,
        facts.population
          ? t("人口 {count}", { count: area.big(facts.population) })
          : t("没有人口数，不能折算"),
      ),
      area.tile(
        t("已结案"),
        area.big(now.closed),
        t("起"),
        null,
        t("撤销 {count} 起", { count: number(now.cancelled) }),
        { status: "closed" },
      ),
      area.tile(
        t("本期未结"),
        number(now.still_open),
        t("起"),
        null,
        t("此刻在办共 {count} 起", { count: number(facts.open_now) }),
        { status: area.OPEN },
      ),
      area.tile(
        t("处置达标"),
        percent(now.resolved_in_target_share),
        "",
        change(now.resolved_in_target_share, old.resolved_in_target_share, area.points, 1),
        null,
        { late: "resolve", slowest: "resolve" },
      ),
      area.tile(
        t("到场均值"),
        span(now.arrival_mean_s),
        "",
        change(
          now.arrival_mean_s,
          old.arrival_mean_s,
          span,
          facts.change && facts.change.is_sure ? -1 : 0,
        ),
        null,
        { arrived: 1, slowest: "arrival" },
      ),
      area.tile(
        t("到场达标"),
        percent(now.arrived_in_target_share),
        "",
        change(now.arrived_in_target_share, old.arrived_in_target_share, area.points, 1),
        null,
        { late: "arrival", slowest: "arrival" },
      ),
      peopleTile(facts.people),
    );
  }

  function peopleTile(people) {
    const held = people.grid_worker;
    return area.tile(
      t("在岗网格员"),
      number(held.on_duty),
      t("人"),
      null,
      t("岗位 {posts} 个，空缺 {vacant} 个；在岗民警 {police} 人", {
        posts: number(people.posts),
        vacant: number(people.vacant),
        police: number(people.police.on_duty),
      }),
    );
  }

  /* ---- charts: each gets a box and draws into it once it stands on the page ---- */

  function classes(facts, other) {
    return (box) => {
      const rows = facts.classes.slice().reverse();
      const labels = rows.map((row) => area.className(row.class));
      const theirs = other && new Map(other.classes.map((row) => [row.class, row.reported]));
      const total = facts.totals.reported;
      const traces = [
        area.bars({
          orientation: "h",
          x: rows.map((row) => row.reported),
          y: labels,
          ...(rows.length < 4 && !other ? { width: 0.2 * rows.length } : {}),
          text: rows.map((row) => number(row.reported)),
          hovertext: rows.map((row, at) =>
            t("{name}：{count} 起，占 {share}；对比期 {previous} 起", {
              name: labels[at],
              count: number(row.reported),
              share: percent(total ? row.reported / total : null),
              previous: number(row.previous),
            }),
          ),
          customdata: rows.map((row) => [row.class, facts]),
        }),
      ];
      if (theirs) {
        traces.unshift(
          area.bars(
            {
              orientation: "h",
              x: rows.map((row) => theirs.get(row.class) || 0),
              y: labels,
              text: rows.map((row) => number(theirs.get(row.class) || 0)),
              hovertext: rows.map(() => other.name),
              customdata: rows.map((row) => [row.class, other]),
            },
            "other",
          ),
        );
      }
      const most = Math.max(
        1,
        ...rows.map((row) => row.reported),
        ...(theirs ? theirs.values() : []),
      );
      area.chart(
        box,
        traces,
        {
          xaxis: { range: [0, most * 1.18], showticklabels: false, showgrid: false },
          yaxis: { dtick: 1, showgrid: false },
        },
        ({ customdata: [name, of] }) =>
          area.openRows(area.className(name), { class: name }, { code: of.code, name: of.name }),
      );
    };
  }

  /* A week or month that is not over looks like a fall; it is hatched. */
  function isWhole(row, isMonth) {
    const days = (Date.parse(row.to) - Date.parse(row.from)) / 86400000 + 1;
    return days >= (isMonth ? 28 : 7);
  }

  /* The incidents of one week or month of a chart. */
  function openSpan({ customdata }) {
    if (!customdata) return;
    const [from, to, of, more] = customdata;
    area.openRows(
      area.days({ from, to }),
      { period: "custom", from, to, ...more },
      { code: of.code, name: of.name, isFixed: true },
    );
  }

  function trend(facts, other) {
    return (box) => {
      const rows = facts.trend.rows;
      const isMonth = facts.trend.by === "month";
      const label = (row) => (isMonth ? row.from.slice(0, 7) : row.from.slice(5));
      const labels = rows.map(label);
      const traces = [
        area.bars({
          x: labels,
          y: rows.map((row) => row.reported),
          text: rows.map((row) => number(row.reported)),
          hovertext: rows.map(
            (row) => area.days(row) + "：" + number(row.reported) + " " + t("起"),
          ),
          customdata: rows.map((row) => [row.from, row.to, facts]),
          marker: {
            color: area.tone("soft"),
            pattern: {
              shape: rows.map((row) => (isWhole(row, isMonth) ? "" : "/")),
              fillmode: "replace",
              solidity: 0.4,
            },
          },
        }),
      ];
      if (other) {
        const theirs = new Map(other.trend.rows.map((row) => [label(row), row.reported]));
        traces.push(
          area.bars(
            {
              x: labels,
              y: labels.map((name) => theirs.get(name) || 0),
              text: labels.map((name) => number(theirs.get(name) || 0)),
              hovertext: labels.map(() => other.name),
              customdata: rows.map((row) => [row.from, row.to, other]),
            },
            "other",
          ),
        );
      }
      const most = Math.max(1, ...traces.flatMap((trace) => trace.y));
      area.chart(
        box,
        traces,
        { xaxis: { type: "category" }, yaxis: { range: [0, most * 1.2], showticklabels: false } },
        openSpan,
      );
    };
  }

  /* Half and nine in ten of the arrivals of each week or month, against the target. */
  function arrivalTrend(facts, other) {
    return (box) => {
      const isMonth = facts.trend.by === "month";
      const label = (row) => (isMonth ? row.from.slice(0, 7) : row.from.slice(5));
      const lineOf = (rows, key, name, tone, of = facts) =>
        area.line(
          {
            x: rows.map(label),
            y: rows.map((row) => (row[key] === null ? null : row[key] / 60)),
            text: rows.map((row, at) =>
              row[key] === null ? "" : (at ? "" : name + " ") + number(row[key] / 60, 1),
            ),
            hovertext: rows.map((row) => name + " " + area.days(row) + "：≤ " + span(row[key])),
            customdata: rows.map((row) => [
              row.from,
              row.to,
              of,
              { arrived: 1, slowest: "arrival" },
            ]),
          },
          tone,
        );
      const traces = [
        lineOf(facts.trend.rows, "arrival_p90_s", "P90", "main"),
        lineOf(facts.trend.rows, "arrival_p50_s", "P50", "soft"),
      ];
      if (other)
        traces.push(lineOf(other.trend.rows, "arrival_p90_s", other.name + " P90", "other", other));
      const goal = facts.response.find((row) => row.step === "arrival").target_s / 60;
      const most = Math.max(goal, ...traces.flatMap((trace) => trace.y.filter(Number.isFinite)));
      area.chart(
        box,
        traces,
        {
          xaxis: { type: "category", range: [-0.5, facts.trend.rows.length - 0.5] },
          yaxis: { range: [0, most * 1.25], showticklabels: false },
          shapes: [
            {
              type: "line",
              xref: "paper",
              x0: 0,
              x1: 1,
              y0: goal,
              y1: goal,
              line: { color: area.tone("other"), width: 2, dash: "dash" },
            },
          ],
          annotations: [
            {
              xref: "paper",
              x: 1,
              xanchor: "right",
              y: goal,
              yanchor: "bottom",
              showarrow: false,
              text: t("目标 {goal}", { goal: number(goal, 1) }),
              font: { ...area.font(18), color: area.tone("other") },
            },
          ],
        },
        openSpan,
      );
    };
  }

  const bound = (seconds) => (seconds === null ? "—" : "≤ " + span(seconds));

  function response(facts) {
    const rows = facts.response.map((row) => {
      const within = row.target_s === null ? null : row.p90_s !== null && row.p90_s <= row.target_s;
      const drawn =
        row.target_s === null || row.p90_s === null
          ? ""
          : area.bullet(row.p50_s, row.p90_s, row.target_s);
      const verdict =
        row.target_s === null
          ? t("无目标")
          : row.p90_s === null
            ? "—"
            : row.count < FEWEST
              ? t("样本少")
              : within
                ? t("达标")
                : t("超目标");
      const step = t(STEPS[row.step]);
      const behind =
        row.step === "resolve" ? { slowest: "resolve" } : { arrived: 1, slowest: row.step };
      return [
        area.opening(el("button", { class: "link", type: "button" }, step), step, behind),
        area.openCell(row.count, step, behind),
        area.numberCell(bound(row.p50_s)),
        area.numberCell(bound(row.p90_s)),
        area.numberCell(bound(row.previous_p90_s), "is-second"),
        area.numberCell(row.target_s === null ? "—" : span(row.target_s)),
        el("td", { class: "bullet-cell" }, drawn),
        el(
          "td",
          {
            class:
              row.count < FEWEST
                ? "is-second"
                : within === false
                  ? "is-worse"
                  : within
                    ? "is-better"
                    : "is-second",
          },
          verdict,
        ),
      ];
    });
    return area.table(
      [
        t("环节"),
        t("起数"),
        "P50",
        "P90",
        t("对比期 P90"),
        t("目标"),
        t("竖线为目标"),
        t("P90 对目标"),
      ],
      rows,
      "table-response",
    );
  }

  function why(facts) {
    if (!facts.change) return area.empty(t("两期中有一期的到场记录太少，不作分解。"));
    const signed = (seconds) =>
      (seconds >= 0.5 ? "+" : seconds <= -0.5 ? "−" : "") + span(Math.abs(seconds));
    const most = Math.max(
      1,
      ...["steps", "classes", "hours"].flatMap((key) =>
        facts.change[key].map((part) => Math.abs(part.change_s)),
      ),
    );
    const row = (part, name, behind) => {
      const bar = el("i", { class: part.change_s > 0 ? "is-worse" : "is-better" });
      bar.style.width = (50 * Math.abs(part.change_s)) / most + "%";
      const words = t(
        "{name}：均值 {before}（{old} 起）→ {now}（{new} 起），使全体均值变化 {change}",
        {
          name,
          before: span(part.before_s),
          old: number(part.before),
          now: span(part.now_s),
          new: number(part.now),
          change: signed(part.change_s),
        },
      );
      const button = el(
        "button",
        { class: "why-row", type: "button", title: words, "aria-label": words },
        el("span", { class: "why-name" }, name),
        el("span", { class: "why-track" + (part.change_s < 0 ? " is-left" : "") }, bar),
        el("span", { class: "num" }, signed(part.change_s)),
        el("span", { class: "why-means num" }, span(part.before_s) + " → " + span(part.now_s)),
      );
      return area.opening(
        button,
        name,
        { arrived: 1, slowest: "arrival", ...behind },
        { hasBefore: true },
      );
    };
    const group = (title, parts, name, behind) =>
      el(
        "div",
        { class: "why-group" },
        el("h3", {}, title),
        shownParts(parts).map((part) => row(part, name(part.name), behind(part.name))),
      );
    return el(
      "div",
      { class: "why" },
      group(
        t("按环节"),
        facts.change.steps,
        (name) => t(STEPS[name]),
        (name) => ({ slowest: name }),
      ),
      group(t("按类别"), facts.change.classes, area.className, (name) => ({ class: name })),
      group(
        t("按时段"),
        facts.change.hours,
        (name) => onescreen.say(name),
        (name) => ({ hours: bandHours(name) }),
      ),
    );
  }

  /* The largest parts in either direction, in the order of their change. */
  const shownParts = (parts) =>
    parts
      .slice()
      .sort((a, b) => Math.abs(b.change_s) - Math.abs(a.change_s))
      .slice(0, 6)
      .sort((a, b) => b.change_s - a.change_s);

  function severities(facts) {
    const rows = facts.severities.map((row) => {
      const button = el(
        "button",
        { class: "link", type: "button" },
        SEVERITY[row.severity] + " " + t("级"),
      );
      button.addEventListener("click", () =>
        area.openRows(SEVERITY[row.severity] + " " + t("级"), { severity: row.severity }),
      );
      const cell = (count, more) =>
        area.openCell(count, SEVERITY[row.severity] + " " + t("级"), {
          severity: row.severity,
          ...more,
        });
      return [
        button,
        cell(row.reported, {}),
        cell(row.closed, { status: "closed" }),
        cell(row.cancelled, { status: "cancelled" }),
        cell(percent(row.in_target_share), { late: "resolve", slowest: "resolve" }),
      ];
    });
    return area.table([t("级别"), t("上报"), t("结案"), t("撤销"), t("处置达标")], rows);
  }

  function places(facts) {
    const rows = facts.places.rows;
    if (!rows.length) return area.empty(t("这些月份里没有重复发生的地点。"));
    const months = facts.places.months.join(",");
    return area.table(
      [t("地点（约 100 米）"), t("整月次数")],
      rows.slice(0, 10).map((row) => {
        const behind = { place: row.lat_e3 + "," + row.lon_e3, months };
        return [
          el(
            "a",
            { class: "link", href: "/?area=" + row.area_code, title: row.lat + ", " + row.lon },
            row.name,
          ),
          area.openCell(row.count, row.name, behind, {
            code: row.area_code,
            name: row.name,
            isFixed: true,
          }),
        ];
      }),
    );
  }

  function vacancies(facts) {
    const rows = facts.people.longest_vacant;
    if (!facts.people.posts) return area.empty(t("底图里没有网格，不知道岗位。"));
    if (!rows.length) return area.empty(t("没有空缺的岗位。"));
    return area.table(
      [t("空缺岗位"), t("已空缺（天）")],
      rows.slice(0, 10).map((row) => [area.areaLink(row), area.numberCell(number(row.days))]),
    );
  }

  Object.assign(area, {
    say,
    tiles,
    classes,
    trend,
    arrivalTrend,
    response,
    why,
    severities,
    places,
    vacancies,
  });
})();
