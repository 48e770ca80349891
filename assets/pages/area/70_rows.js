/* The incidents behind a figure, in a drawer: paged, masked by the server, one click to the wall. */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { area, el, t, words } = onescreen;
  let drawer = null;
  let opener = null;

  function close() {
    if (!drawer) return;
    drawer.remove();
    drawer = null;
    if (opener && opener.isConnected) opener.focus();
  }

  const SPANS = {
    accept: "受理",
    dispatch: "派遣",
    travel: "途中",
    arrival: "到场",
    resolve: "处置",
  };

  function spanCells(item, asked) {
    return Object.keys(SPANS).map((name) =>
      el(
        "td",
        { class: "num" + (asked.slowest === name ? " is-asked" : "") },
        area.span(item.took_s[name]),
      ),
    );
  }

  function row(item, asked) {
    const place = (item.area_path || [])
      .map((one) => one.name || one)
      .slice(1)
      .join(" ▸ ");
    const open = "/?sel=" + encodeURIComponent("incident:" + item.number);
    return el(
      "tr",
      {},
      el("td", { class: "num" }, el("a", { class: "link", href: open }, item.number)),
      el("td", { class: "row-moment" }, area.clock(item.reported_at)),
      el("td", {}, words.CLASS[item.class] || item.class),
      el("td", { class: "num" }, words.SEVERITY[item.severity]),
      el("td", {}, words.STATUS[item.status] || item.status),
      spanCells(item, asked),
      el(
        "td",
        { class: "row-title" },
        item.title || t("（无标题）"),
        el("span", { class: "row-place" }, place),
      ),
    );
  }

  function ended(count, asked, isSlowest) {
    if (!count) return t("没有符合的事件");
    const order = isSlowest
      ? t("用时最长的在前")
      : asked.slowest
        ? t("事件太多，按上报时间排列")
        : t("最近上报的在前");
    return t("共 {count} 起，已全部列出", { count }) + " · " + order;
  }

  /* An answer to a question that was changed meanwhile is not shown. */
  async function more(asked, cursor, list, now) {
    list.foot.replaceChildren(t("正在读取…"));
    try {
      const page = await area.rows(asked.code, asked.filter, cursor);
      if (now() !== asked) return;
      page.items.forEach((item) => list.body.append(row(item, asked.filter)));
      if (page.next) {
        const button = el("button", { class: "button", type: "button" }, t("再读 50 起"));
        button.addEventListener("click", () => more(asked, page.next, list, now));
        list.foot.replaceChildren(button);
      } else {
        list.foot.replaceChildren(ended(list.body.children.length, asked.filter, page.is_slowest));
      }
    } catch (error) {
      if (now() === asked) list.foot.replaceChildren(t("读取失败：{why}", { why: error.message }));
    }
  }

  /* Narrows what is listed by class and severity; one that the figure itself names stands fixed. */
  function narrowing(filter, anew) {
    const choice = (name, label, values, text) => {
      const node = el(
        "select",
        { class: "area-input", "aria-label": label, disabled: filter[name] ? "" : null },
        el("option", { value: "" }, label),
        ...values.map((value) =>
          el(
            "option",
            { value, selected: String(filter[name]) === value ? "" : null },
            text(value),
          ),
        ),
      );
      node.addEventListener("change", () => anew({ [name]: node.value }));
      return node;
    };
    return [
      choice("class", t("全部类别"), Object.keys(words.CLASS), (value) => words.CLASS[value]),
      choice(
        "severity",
        t("全部级别"),
        ["1", "2", "3", "4"],
        (value) => words.SEVERITY[value] + " " + t("级"),
      ),
    ];
  }

  /* The other period's incidents beside this one's: what was slow now, and what was usual before. */
  function periodChoice(options, anew) {
    const facts = area.drawn;
    if (!facts || options.isFixed) return [];
    const before = { period: "custom", from: facts.previous.from, to: facts.previous.to };
    const node = el(
      "select",
      { class: "area-input", "aria-label": t("哪一期") },
      el("option", { value: "now" }, t("本期") + " " + area.days(facts.period)),
      el(
        "option",
        { value: "before", selected: options.isBefore },
        t("对比期") + " " + area.days(facts.previous),
      ),
    );
    node.addEventListener("change", () =>
      anew(node.value === "before" ? before : { period: null, from: null, to: null }),
    );
    if (options.isBefore) Object.assign(options.filter, before);
    return [node];
  }

  area.openRows = function openRows(title, behind, options = {}) {
    opener = document.activeElement;
    close();
    const code = options.code || onescreen.route.area;
    const filter = { ...behind };
    const shut = el("button", { class: "button", type: "button" }, t("关闭"));
    shut.addEventListener("click", close);
    const list = { body: el("tbody", {}), foot: el("p", { class: "rows-foot", role: "status" }) };
    const file = el("a", { class: "button", download: "" }, "CSV");
    let asked = null;
    function anew(change) {
      asked = { code, filter: { ...(asked ? asked.filter : filter), ...change } };
      for (const name of ["period", "from", "to"])
        if (asked.filter[name] === null) delete asked.filter[name];
      list.body.replaceChildren();
      const { slowest: _order, ...kept } = asked.filter;
      file.href = area.file(code, "rows.csv", kept);
      more(asked, "", list, () => asked);
    }
    const periods = periodChoice({ ...options, filter }, anew);
    const head = [
      t("编号"),
      t("上报"),
      t("类别"),
      t("级别"),
      t("状态"),
      ...Object.values(SPANS).map((name) => t(name)),
      t("标题与地点"),
    ];
    const name = options.name && options.name !== title ? options.name + " · " + title : title;
    drawer = el(
      "div",
      {
        class: "rows-drawer panel",
        role: "dialog",
        "aria-modal": "false",
        "aria-label": name,
        tabindex: "-1",
      },
      el(
        "header",
        { class: "panel-head" },
        el("h2", { class: "panel-title" }, t("明细：{title}", { title: name })),
        el(
          "span",
          { class: "rows-actions" },
          ...periods,
          ...narrowing(filter, anew),
          area.drawn && area.drawn.may_export ? file : null,
          shut,
        ),
      ),
      el(
        "div",
        { class: "rows-body", tabindex: "0", "aria-label": t("事件列表") },
        el(
          "table",
          { class: "area-table table-rows" },
          el(
            "thead",
            {},
            el(
              "tr",
              {},
              head.map((text) => el("th", { scope: "col" }, text)),
            ),
          ),
          list.body,
        ),
        list.foot,
      ),
    );
    drawer.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
    document.body.append(drawer);
    drawer.focus();
    anew({});
  };
  area.closeRows = close;
})();
