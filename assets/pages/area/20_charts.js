/* The one way charts are drawn here: dark, labelled directly, from zero, Chinese numbers.
 *
 *   area.chart(box, traces, layout, onClick)   draw or redraw; calls onClick(point)
 *   area.bars({...}) and area.line({...})      traces in the page's colours
 *   area.number(value, digits), area.span(s), area.percent(share), area.change(...)
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, t } = onescreen;
  const Plotly = window.Plotly;
  const MINUTE = 60,
    HOUR = 3600,
    DAY = 86400,
    TEN_THOUSAND = 10000;

  if (Plotly) {
    Plotly.register({
      moduleType: "locale",
      name: "zh-CN",
      dictionary: {},
      format: {
        days: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        shortDays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        months: [
          "1月",
          "2月",
          "3月",
          "4月",
          "5月",
          "6月",
          "7月",
          "8月",
          "9月",
          "10月",
          "11月",
          "12月",
        ],
        shortMonths: [
          "1月",
          "2月",
          "3月",
          "4月",
          "5月",
          "6月",
          "7月",
          "8月",
          "9月",
          "10月",
          "11月",
          "12月",
        ],
        date: "%Y-%m-%d",
        decimal: ".",
        thousands: ",",
        grouping: [3],
        currency: ["¥", ""],
      },
    });
  }

  const CONFIG = {
    locale: "zh-CN",
    displayModeBar: false,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    responsive: false,
    scrollZoom: false,
    doubleClick: false,
  };
  const color = (name, fallback) => onescreen.token("--" + name, fallback);
  const font = (size) => ({
    family: '"OneScreen Sans", "Noto Sans SC", "Noto Sans CJK SC", sans-serif',
    size: size * onescreen.scale(),
    color: color("text-second", "#a9c2dd"),
  });

  function template() {
    const axis = {
      gridcolor: color("line-soft", "#143456"),
      zeroline: false,
      linecolor: color("line", "#1b4a78"),
      fixedrange: true,
      automargin: true,
      tickfont: font(18),
      ticks: "",
    };
    return {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: font(18),
      margin: { l: 8, r: 16 * onescreen.scale(), t: 12 * onescreen.scale(), b: 8, pad: 6 },
      showlegend: false,
      hovermode: "closest",
      bargap: 0.32,
      bargroupgap: 0.08,
      dragmode: false,
      hoverlabel: {
        bgcolor: color("panel-solid", "#0d223a"),
        bordercolor: color("accent", "#35c8ff"),
        font: { ...font(18), color: color("text", "#e8f3ff") },
      },
      xaxis: { ...axis },
      yaxis: { ...axis },
    };
  }

  function merged(base, more) {
    const out = { ...base };
    for (const [key, value] of Object.entries(more || {})) {
      const isPlain = value && typeof value === "object" && !Array.isArray(value);
      out[key] = isPlain ? merged(base[key] || {}, value) : value;
    }
    return out;
  }

  /* A chart that cannot be drawn says so; its numbers stand in the table beside it. */
  function chart(box, traces, layout, onClick) {
    if (!Plotly) {
      box.replaceChildren(onescreen.el("p", { class: "says" }, t("图表组件没有载入，数字见下方")));
      return;
    }
    const scale = onescreen.scale();
    const size = {
      width: Math.max(120, box.clientWidth),
      height: Math.max(120 * scale, box.clientHeight),
    };
    Plotly.react(box, traces, merged(template(), { ...layout, ...size }), CONFIG);
    if (box.removeAllListeners) box.removeAllListeners("plotly_click");
    if (onClick) box.on("plotly_click", (event) => event.points[0] && onClick(event.points[0]));
    box.classList.toggle("is-open-to-rows", Boolean(onClick));
    handles(box, traces, onClick);
  }

  /* Plotly answers to a mouse only: each bar or point that opens gets a button for the keyboard,
   * laid over it and passed through by the mouse. */
  function handles(box, traces, onClick) {
    for (const old of box.querySelectorAll(":scope > .chart-handles")) old.remove();
    if (!onClick) return;
    const { xaxis, yaxis } = box._fullLayout;
    const layer = onescreen.el("div", { class: "chart-handles" });
    const half = 16 * onescreen.scale();
    for (const trace of traces) {
      (trace.customdata || []).forEach((customdata, at) => {
        if (customdata === null || trace.x[at] === null || trace.y[at] === null) return;
        const label = trace.hovertext ? trace.hovertext[at] : String(trace.x[at]);
        const button = onescreen.el("button", {
          type: "button",
          class: "chart-handle",
          "aria-label": label,
          "aria-haspopup": "dialog",
        });
        const x = xaxis._offset + xaxis.d2p(trace.x[at]),
          y = yaxis._offset + yaxis.d2p(trace.y[at]);
        button.style.left = x - half + "px";
        button.style.top = y - half + "px";
        button.style.width = button.style.height = 2 * half + "px";
        button.addEventListener("click", () => onClick({ customdata }));
        layer.append(button);
      });
    }
    box.append(layer);
  }

  const COLORS = {
    main: ["accent", "#35c8ff"],
    other: ["warn", "#ffb547"],
    soft: ["bar", "#2a86c8"],
  };
  const tone = (name) => color(...COLORS[name]);

  function bars(trace, name) {
    return {
      type: "bar",
      marker: { color: tone(name || "soft") },
      textposition: "outside",
      cliponaxis: false,
      textfont: { ...font(18), color: color("text", "#e8f3ff") },
      hoverinfo: "text",
      constraintext: "none",
      textangle: 0,
      ...trace,
    };
  }

  function line(trace, name) {
    return {
      type: "scatter",
      mode: "lines+markers+text",
      textposition: "top center",
      cliponaxis: false,
      line: { color: tone(name || "main"), width: 2.5 * onescreen.scale() },
      marker: { color: tone(name || "main"), size: 8 * onescreen.scale() },
      textfont: { ...font(18), color: color("text", "#e8f3ff") },
      hoverinfo: "text",
      ...trace,
    };
  }

  /* ---- numbers ---- */

  function number(value, digits) {
    if (value === null || value === undefined) return "—";
    const fixed = { minimumFractionDigits: digits || 0, maximumFractionDigits: digits || 0 };
    return new Intl.NumberFormat("zh-CN", fixed).format(value);
  }

  /* Large counts as they are said: 32.3 万 in Chinese, 323,331 in English. */
  function big(value) {
    const isChinese = onescreen.language.now() === "zh";
    return isChinese && value >= TEN_THOUSAND * 10
      ? number(value / TEN_THOUSAND, 1) + " 万"
      : number(value);
  }

  function span(seconds) {
    if (seconds === null || seconds === undefined) return "—";
    const size = Math.abs(seconds);
    if (size < MINUTE) return number(seconds) + " " + t("秒");
    if (size < HOUR) return number(seconds / MINUTE, 1) + " " + t("分");
    if (size < DAY) return number(seconds / HOUR, 1) + " " + t("小时");
    return number(seconds / DAY, 1) + " " + t("天");
  }

  const points = (share) => number(100 * share, 1) + " " + t("个百分点");
  const percent = (share) =>
    share === null || share === undefined ? "—" : number(100 * share) + "%";
  const signed = (text, value) => (value > 0 ? "+" : value < 0 ? "−" : "±") + text;

  /* The change between two values in words; `good` is +1 when more is better, −1 when less is. */
  function change(now, before, show, good) {
    if (now === null || before === null || now === undefined || before === undefined) {
      return { text: t("无可比数据"), mood: "none" };
    }
    const difference = now - before;
    const mood =
      !good || Math.abs(difference) < 1e-9 ? "none" : difference * good > 0 ? "better" : "worse";
    const arrow = difference > 1e-9 ? "▲" : difference < -1e-9 ? "▼" : "＝";
    return { text: arrow + " " + signed(show(Math.abs(difference)), difference), mood };
  }

  Object.assign(area, {
    chart,
    bars,
    line,
    number,
    big,
    span,
    percent,
    points,
    change,
    tone,
    font,
  });
})();
