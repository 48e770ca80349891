/* Every part of the design system in every state, made of the product's own classes.
 *
 * Browser tests read it: each sample carries data-sample="part/state", and what the style sheets
 * make of it is compared with tests/browser/design_reference.json.
 */
(function () {
  "use strict";
  const { el, panels, symbols, t } = window.onescreen;
  const COLOURS = [
    "ground",
    "ground-high",
    "panel-solid",
    "panel-high",
    "field",
    "line",
    "line-soft",
    "text",
    "text-second",
    "text-third",
    "accent",
    "ok",
    "warn",
    "bad",
    "open",
    "alarm",
    "caution",
    "severity-1",
    "severity-2",
    "severity-3",
    "severity-4",
    "severity-ink",
    "unit-police",
    "unit-car",
    "unit-grid",
    "unit-other",
    "camera",
    "bar",
    "bar-soft",
  ];
  const SIZES = ["text-s", "text-m", "text-l", "text-xl", "kpi-digits"];
  const SPACES = ["gap", "pad", "radius"];
  const MOTIONS = ["motion-quick", "motion-flip", "motion-news"];

  function sample(name, node) {
    node.setAttribute("data-sample", name);
    return node;
  }

  function state(name, node) {
    return el("div", { class: "design-state" }, el("span", { class: "design-name" }, name), node);
  }

  function part(title, isWide, ...nodes) {
    return el(
      "section",
      { class: "design-part" + (isWide ? " design-wide" : ""), "aria-label": title },
      el("h2", {}, title),
      ...nodes,
    );
  }

  function swatch(theme, name) {
    const patch = el("i", {});
    patch.style.background = "var(--" + name + ")";
    return el(
      "div",
      { class: "design-swatch" },
      sample(theme + "/" + name, patch),
      el("span", { translate: "no" }, name),
    );
  }

  /* One room in its colours, whatever the colours of the page around it. */
  function room(theme, title) {
    const shown = el(
      "div",
      { class: "design-room", "data-theme": theme },
      el("div", { class: "design-swatches" }, ...COLOURS.map((name) => swatch(theme, name))),
      el(
        "div",
        { class: "design-line" },
        ...symbols.LEGEND.concat("camera").map((name) =>
          el(
            "span",
            { class: "legend-entry" },
            symbols.svg(name, "1.5rem"),
            symbols.get(name).label,
          ),
        ),
      ),
      sample(
        theme + "/panel",
        el(
          "section",
          { class: "panel" },
          el(
            "header",
            { class: "panel-head" },
            el("h3", { class: "panel-title" }, "面板标题"),
            el("span", { class: "panel-note" }, "右侧说明"),
          ),
          el(
            "div",
            { class: "panel-body" },
            sample(theme + "/text", el("p", {}, "内容")),
            sample(
              theme + "/bar",
              el("div", { class: "bar-track" }, el("i", { style: "width: 60%" })),
            ),
          ),
        ),
      ),
      el(
        "div",
        { class: "design-line" },
        sample(theme + "/button", el("button", { class: "button", type: "button" }, "进入社区 →")),
        sample(theme + "/tag", el("span", { class: "tag" }, "火情")),
      ),
    );
    return part(title, false, shown);
  }

  function size(name) {
    const text = el("span", {}, "烈山区 0123 Ag");
    text.style.fontSize = "var(--" + name + ")";
    if (name === "kpi-digits") text.className = "num";
    return state(name, sample("type/" + name, text));
  }

  function space(name) {
    const bar = el("i", {});
    Object.assign(bar.style, {
      display: "block",
      height: "1rem",
      background: "var(--accent)",
      width: "var(--" + name + ")",
    });
    return state(name, sample("space/" + name, bar));
  }

  function motion(name) {
    const text = el(
      "span",
      { class: "num" },
      getComputedStyle(document.documentElement).getPropertyValue("--" + name),
    );
    return state(name, text);
  }

  function frame(name, title, note, ...body) {
    return sample(
      "panel/" + name,
      el(
        "section",
        { class: "panel" },
        el(
          "header",
          { class: "panel-head" },
          el("h3", { class: "panel-title" }, title),
          el("span", { class: "panel-note" }, note),
        ),
        el("div", { class: "panel-body" }, ...body),
      ),
    );
  }

  function kpi(name, label, digits, unit, below, className) {
    return sample(
      "kpi/" + name,
      el(
        "div",
        { class: "kpi " + className },
        el(
          "div",
          { class: "kpi-head" },
          el("span", { class: "kpi-label" }, label),
          el("span", { class: "num kpi-age" }, t("{n} 秒", { n: 8 })),
        ),
        el(
          "div",
          { class: "kpi-value" },
          el("span", { class: "num kpi-digits" }, digits),
          el("span", { class: "unit" }, unit),
        ),
        el(
          "div",
          { class: "kpi-below" },
          ...below.map(([key, value]) =>
            el(
              "span",
              { class: "kpi-part" },
              el("span", {}, key),
              el("span", { class: "num" }, value),
            ),
          ),
        ),
      ),
    );
  }

  function flipping() {
    const tile = kpi("flipping", "翻动的数字", "128", "起", [["昨日此时", "140"]], "");
    const digits = tile.querySelector(".kpi-digits");
    setInterval(
      () => panels.set(digits, String(100 + ((Number(digits.textContent) + 1) % 100))),
      3000,
    );
    return tile;
  }

  function rank(place, name, share, count) {
    const bar = el("i", {});
    bar.style.width = share + "%";
    return el(
      "button",
      { class: "rank-row", type: "button" },
      el("span", { class: "num rank-place" }, String(place)),
      el("span", { class: "bar-label", translate: "no" }, name),
      el("span", { class: "bar-track" }, bar),
      el("span", { class: "num bar-count" }, String(count)),
    );
  }

  function lamp(name, text) {
    return sample(
      "lamp/" + name,
      el(
        "span",
        { class: "lamp-line", "data-state": name },
        el("i", { class: "lamp" }),
        el("span", {}, text),
      ),
    );
  }

  function queueRow(name, severity, status, className, isPressed) {
    const row = el(
      "button",
      {
        class: "queue-row " + className,
        type: "button",
        "aria-pressed": String(Boolean(isPressed)),
      },
      el("span", { class: "queue-symbol" }, symbols.svg("severity" + severity, "2.375rem")),
      el(
        "span",
        { class: "queue-line" },
        el("span", { class: "queue-title", translate: "no" }, "厂房冒烟，工人已疏散"),
        el("span", { class: "num queue-age" }, "02:14"),
      ),
      el(
        "span",
        { class: "queue-line" },
        el("span", { class: "queue-place", translate: "no" }, "和村社区 · 004"),
        el("span", { class: "queue-status" }, status),
      ),
    );
    return sample("queue/" + name, row);
  }

  function fact(step) {
    return el(
      "span",
      { class: "fact" },
      el("span", {}, symbols.svg("severity3", "1.5rem")),
      el("span", { class: "num fact-seq" }, "#48213"),
      el("span", { class: "num fact-time" }, "21:07:39"),
      el("span", { class: "fact-text", translate: "no" }, "和村社区 两车相撞"),
      el("span", { class: "fact-step" }, step),
      el("span", { class: "num fact-age" }, t("{n} 秒", { n: 7 })),
    );
  }

  function steps() {
    const names = ["上报", "受理", "派遣", "出发", "到场", "处置"];
    return sample(
      "steps/line",
      el(
        "ol",
        { class: "steps" },
        ...names.map((name, i) =>
          el(
            "li",
            { class: "step" + (i < 3 ? " is-reached" : "") + (i === 2 ? " is-now" : "") },
            el("i", {}),
            el("span", { class: "step-name" }, name),
            el("span", { class: "num step-time" }, i < 3 ? "21:0" + i : "–"),
          ),
        ),
      ),
    );
  }

  function toggle(name, text, isOn) {
    return sample(
      "toggle/" + name,
      el(
        "button",
        { class: "toggle", type: "button", "aria-pressed": String(isOn) },
        el("i", { class: "toggle-box" }),
        text,
      ),
    );
  }

  function legend() {
    const ramp = [
      ["#0d2a47", "0"],
      ["#124a75", "1"],
      ["#176a9f", "2"],
      ["#1c8bc8", "3–4"],
      ["#38b2ee", "5+"],
    ];
    return sample(
      "legend/whole",
      el(
        "div",
        { class: "legend-sample" },
        el(
          "div",
          { class: "legend-line" },
          ...symbols.LEGEND.concat("camera").map((name) =>
            el(
              "span",
              { class: "legend-entry" },
              symbols.svg(name, "1.5rem"),
              symbols.get(name).label,
            ),
          ),
        ),
        el(
          "div",
          { class: "legend-ramp" },
          ...ramp.map(([colour, label]) => {
            const patch = el("i", {});
            patch.style.background = colour;
            return el("span", { class: "legend-step" }, patch, el("span", { class: "num" }, label));
          }),
        ),
      ),
    );
  }

  function table() {
    const row = (cells, isVacant) =>
      el(
        "tr",
        { class: isVacant ? "is-vacant" : "" },
        ...cells.map((cell) => el("td", { translate: "no" }, cell)),
      );
    return sample(
      "table/rows",
      el(
        "table",
        { class: "grid-table" },
        el(
          "thead",
          {},
          el("tr", {}, ...["网格", "网格长", "专职网格员"].map((name) => el("th", {}, name))),
        ),
        el("tbody", {}, row(["001", "张*", "网格0215"]), row(["002", "李*", "—"], true)),
      ),
    );
  }

  function source(name, text, isConnected) {
    return sample(
      "source/" + name,
      el(
        "div",
        { class: "source-row", "data-state": isConnected ? "live" : "off" },
        el("i", { class: "lamp" }),
        el("span", { class: "source-name" }, text),
        el("span", { class: "source-note" }, isConnected ? "已接入" : "未接入"),
      ),
    );
  }

  function provenance() {
    const line = (label, text) =>
      el(
        "div",
        { class: "prov-line" },
        el("span", { class: "prov-label" }, label),
        el("span", { class: "prov-value" }, text),
      );
    return sample(
      "provenance/card",
      el(
        "div",
        { class: "prov" },
        line("来源", "事件库"),
        line("时间", "21:07:39"),
        line("距今", t("{n} 秒", { n: 7 })),
      ),
    );
  }

  function build() {
    return el(
      "div",
      { class: "design" },
      room("dark", "暗室配色"),
      room("bright", "亮室配色"),
      part("字号", false, ...SIZES.map(size)),
      part("间距与圆角", false, ...SPACES.map(space), ...MOTIONS.map(motion)),
      part(
        "面板",
        false,
        frame("full", "面板标题", "右侧说明", el("p", {}, "内容")),
        frame("empty", "空面板", "", panels.says("24 小时内没有事件")),
        sample(
          "panel/loading",
          el(
            "section",
            { class: "panel" },
            el("header", { class: "panel-head" }, el("h3", { class: "panel-title" }, "正在连接")),
            el("div", { class: "panel-body" }),
          ),
        ),
      ),
      part(
        "指标",
        false,
        kpi("usual", "今日事件", "128", "起", [["昨日此时", "140"]], ""),
        kpi(
          "open",
          "在办事件",
          "17",
          "起",
          [
            ["待受理", "4"],
            ["Ⅰ·Ⅱ级", "1"],
          ],
          "kpi-incidents_open",
        ),
        kpi("zero", "在办事件", "0", "起", [], "kpi-incidents_open is-zero"),
        kpi("unknown", "到场中位", "—", "分", [], "is-unknown"),
        flipping(),
      ),
      part(
        "排行",
        false,
        sample("rank/first", rank(1, "宋疃镇", 100, 7)),
        sample("rank/none", rank(2, "百善街道", 0, 0)),
      ),
      part(
        "队列",
        false,
        queueRow("usual", 2, "已派遣", ""),
        queueRow("waiting", 1, "待受理", "is-waiting"),
        queueRow("late", 3, "待受理", "is-waiting is-late"),
        queueRow("chosen", 4, "途中", "", true),
        queueRow("ended", 4, "已结案", "is-ended"),
      ),
      part(
        "灯",
        false,
        ...[
          ["live", "实时"],
          ["connecting", "正在连接"],
          ["stale", "已停更"],
          ["offline", "已断开"],
          ["off", "未接入"],
        ].map(([name, text]) => lamp(name, text)),
      ),
      part(
        "标签与按钮",
        false,
        state("标签", sample("chip/tag", el("span", { class: "tag" }, "火情"))),
        state(
          "按钮",
          sample("button/usual", el("button", { class: "button", type: "button" }, "进入社区 →")),
        ),
        state(
          "开关",
          sample(
            "switch/on",
            el("button", { class: "switch", type: "button", "aria-pressed": "true" }, "❚❚"),
          ),
        ),
        toggle("on", "事件", true),
        toggle("off", "民警", false),
      ),
      part("进度", false, steps()),
      part(
        "时钟",
        false,
        sample("clock/time", el("span", { class: "num clock-time" }, "21:07:42")),
      ),
      part("表格", false, table()),
      part("图例", false, legend()),
      part(
        "数据接入",
        false,
        source("connected", "网格底图", true),
        source("missing", "水位雨量", false),
      ),
      part("数据出处", false, provenance()),
      part(
        "停更",
        false,
        sample(
          "stale/banner",
          el("div", { class: "live-banner" }, t("数据已停更 {n} 秒", { n: 12 })),
        ),
      ),
      part(
        "最新动态",
        true,
        sample("ticker/running", el("div", { class: "ticker" }, fact("上报"), fact("到场"))),
        sample("ticker/held", el("div", { class: "ticker is-held" }, fact("处置"))),
      ),
    );
  }

  panels.start(() => {
    panels.byId("design").replaceChildren(build());
    panels.byId("title").textContent = t("设计系统");
    document.title = t("设计系统");
  });
})();
