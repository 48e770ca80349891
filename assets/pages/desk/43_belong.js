/* What belongs together: severity, links, merges and splits, asked for and shown on the card with reasons.
 *
 *   desk.belong.lines(state)   the card's lines: links, what was merged into what, each with its undoing
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words, picture } = onescreen;
  const at = desk.api.at;
  const EARTH_M = 6371000;
  const RADIAN = Math.PI / 180;

  function metres(one, other) {
    const x = (other.lon - one.lon) * RADIAN * Math.cos(((one.lat + other.lat) / 2) * RADIAN);
    return Math.hypot(x, (other.lat - one.lat) * RADIAN) * EARTH_M;
  }

  /* Why two may be one: class, metres and minutes apart. */
  function reason(one, other) {
    const minutes = Math.round(
      Math.abs(Date.parse(one.reported_at) - Date.parse(other.reported_at)) / 60000,
    );
    return [
      one.class === other.class ? t("同类") : desk.options.className(other.class),
      t("相距 {distance}", { distance: words.distance(metres(one, other)) }),
      t("相差 {minutes} 分钟", { minutes }),
    ].join("，");
  }

  /* Every other open incident, the nearest first. */
  function others(state) {
    const list = panels.open(null).filter((one) => one.number !== state.number);
    list.sort((a, b) => metres(state, a) - metres(state, b));
    return list.map((one) => [
      one.number,
      [
        one.title || desk.options.className(one.class),
        t("（{why}）", { why: reason(state, one) }),
        " ",
        one.number,
      ].join(""),
    ]);
  }

  const order = (state, label, more) =>
    desk.act({
      label: t("{label} {title}", { label: t(label), title: state.title || state.number }),
      ...more,
    });

  desk.ask.add("change", (state) => {
    const severities = onescreen.rules.SEVERITIES.map((level) => [
      String(level),
      words.SEVERITY_NAME[level],
    ]);
    const near = others(state);
    return {
      title: "改级别、合并、关联",
      send: "保存",
      fieldOf: { other: "link" },
      fields: [
        {
          name: "severity",
          label: "级别",
          kind: "choice",
          value: String(state.severity),
          options: severities,
        },
        {
          name: "link",
          label: "关联到（近的在前）",
          kind: "choice",
          options: [["", t("不关联")], ...near],
        },
        {
          name: "into",
          label: "并入（本事件随即结束，力量转过去）",
          kind: "choice",
          options: [["", t("不合并")], ...near],
        },
      ],
      run: async ({ severity, link, into }) => {
        if (Number(severity) !== state.severity) {
          await desk.act(
            {
              label: t("改级别"),
              method: "PATCH",
              path: at.card(state.number),
              body: { severity: Number(severity) },
            },
            { isQuiet: true },
          );
        }
        if (link) await desk.send(state, "关联", "links", { other: link });
        if (into) await desk.send(state, "合并", "merge", { into });
        if (into) desk.state.choose(into);
      },
    };
  });

  desk.ask.add("split", (state) => {
    const classes = desk.options
      .get()
      .classes.map((one) => [one.code, desk.options.className(one.code)]);
    const severities = onescreen.rules.SEVERITIES.map((level) => [
      String(level),
      words.SEVERITY_NAME[level],
    ]);
    return {
      title: "拆出另一起",
      send: "拆出",
      fieldOf: { lat: "place", lon: "place", area_code: "place" },
      fields: [
        { name: "title", label: "另一起的情况", hint: "第一句作标题", isNeeded: true },
        { name: "class", label: "类别", kind: "choice", value: state.class, options: classes },
        {
          name: "severity",
          label: "级别",
          kind: "choice",
          value: String(state.severity),
          options: severities,
        },
        {
          name: "place",
          label: "地点（留空：与原事件同一处）",
          kind: "place",
          hint: "路名门牌、村社区、地名、拼音、网格编码，或点地图",
        },
      ],
      run: async (values, key) => {
        const made = await desk.send(state, "拆出另一起", "split", {
          key,
          title: desk.draft.titleOf(values.title),
          description: values.title,
          class: values.class,
          severity: Number(values.severity),
          ...desk.draft.placeBody(values.place),
        });
        desk.say(t("已拆出 {number}，两起互相关联", { number: made.number }));
        desk.state.choose(made.number);
      },
    };
  });

  /* ---- on the card ---- */

  const titleOf = (number) => {
    const one = picture.entities.incident.get(number);
    return one
      ? (one.title || desk.options.className(one.class)) + " · " + words.STATUS[one.status]
      : "";
  };

  const link = (number) =>
    el(
      "button",
      { class: "link num", type: "button", "data-number": number, "data-focus": number },
      number,
    );

  const undo = (text, hint, focus, run) =>
    desk.button({ text: t(text), hint: t(hint), focus, run });

  function linkLine(state, number) {
    const other = picture.entities.incident.get(number);
    return desk.line(
      "关联",
      link(number),
      " ",
      titleOf(number),
      other ? el("span", { class: "dc-label" }, " " + reason(state, other) + " ") : " ",
      undo("解除关联", "两边都解除，时间线保留", "unlink" + number, () =>
        order(state, "解除关联", { method: "DELETE", path: at.link(state.number, number) }),
      ),
    );
  }

  const restore = (number) =>
    order({ number }, "拆回", { path: at.step(number, "split"), body: { restore: true } });

  function lines(state) {
    const merged = Array.from(picture.entities.incident.values())
      .filter((one) => one.merged_into === state.number)
      .map((one) => one.number)
      .sort();
    const into = state.merged_into;
    const shown = (state.links || []).filter(
      (number) => number !== into && !merged.includes(number),
    );
    return [
      into
        ? desk.line(
            "已并入",
            link(into),
            " ",
            titleOf(into),
            " ",
            undo("拆回", "恢复成单独一起，仍与原事件关联", "restore", () => restore(state.number)),
          )
        : null,
      ...merged.map((number) =>
        desk.line(
          "并入的",
          link(number),
          " ",
          titleOf(number),
          " ",
          undo("拆回", "恢复成单独一起，仍与本事件关联", "restore" + number, () => restore(number)),
        ),
      ),
      ...shown.map((number) => linkLine(state, number)),
    ].filter(Boolean);
  }

  /* What the lines read from others, so that the card knows when to draw them anew. */
  const shows = (state) =>
    [...(state.links || []), state.merged_into].map((number) => number && titleOf(number));

  desk.belong = { lines, shows, reason };
})();
