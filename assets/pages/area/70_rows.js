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

  function row(item) {
    const place = (item.area_path || []).map((one) => one.name || one).slice(1).join(" ▸ ");
    const open = "/?sel=" + encodeURIComponent("incident:" + item.number);
    return el("tr", {}, el("td", { class: "num" }, el("a", { class: "link", href: open }, item.number)),
      el("td", { class: "num" }, area.clock(item.reported_at)), el("td", {}, words.CLASS[item.class] || item.class),
      el("td", { class: "num" }, words.SEVERITY[item.severity]), el("td", {}, words.STATUS[item.status] || item.status),
      el("td", { class: "row-title" }, item.title || t("（无标题）"), el("span", { class: "row-place" }, place)));
  }

  /* An answer to a question that was changed meanwhile is not shown. */
  async function more(code, filter, cursor, body, foot, now) {
    foot.replaceChildren(t("正在读取…"));
    try {
      const page = await area.rows(code, filter, cursor);
      if (now() !== filter) return;
      page.items.forEach((item) => body.append(row(item)));
      if (page.next) {
        const button = el("button", { class: "button", type: "button" }, t("再读 50 起"));
        button.addEventListener("click", () => more(code, filter, page.next, body, foot, now));
        foot.replaceChildren(button);
      } else {
        foot.replaceChildren(body.children.length ? t("共 {count} 起，已全部列出", { count: body.children.length }) : t("没有符合的事件"));
      }
    } catch (error) {
      foot.replaceChildren(t("读取失败：{why}", { why: error.message }));
    }
  }

  /* Narrows what is listed by class and severity; one that the figure itself names stands fixed. */
  function narrowing(filter, anew) {
    const choice = (name, label, values, text) => {
      const node = el("select", { class: "area-input", "aria-label": label, disabled: filter[name] ? "" : null },
        el("option", { value: "" }, label), ...values.map((value) =>
          el("option", { value, selected: String(filter[name]) === value ? "" : null }, text(value))));
      node.addEventListener("change", () => anew({ [name]: node.value }));
      return node;
    };
    return [
      choice("class", t("全部类别"), Object.keys(words.CLASS), (value) => words.CLASS[value]),
      choice("severity", t("全部级别"), ["1", "2", "3", "4"], (value) => words.SEVERITY[value] + " " + t("级")),
    ];
  }

  area.openRows = function openRows(title, filter, code = onescreen.route.area) {
    opener = document.activeElement;
    close();
    const shut = el("button", { class: "button", type: "button" }, t("关闭"));
    shut.addEventListener("click", close);
    const body = el("tbody", {});
    const foot = el("p", { class: "rows-foot" });
    const file = el("a", { class: "button", href: area.file(code, "rows.csv", filter), download: "" }, "CSV");
    let asked = filter;
    function anew(change) {
      asked = { ...asked, ...change };
      body.replaceChildren();
      file.href = area.file(code, "rows.csv", asked);
      more(code, asked, "", body, foot, () => asked);
    }
    const head = [t("编号"), t("上报"), t("类别"), t("级别"), t("状态"), t("标题与地点")];
    drawer = el("div", { class: "rows-drawer panel", role: "dialog", "aria-modal": "false", "aria-label": title, tabindex: "-1" },
      el("header", { class: "panel-head" }, el("h2", { class: "panel-title" }, t("明细：{title}", { title })),
        el("span", { class: "rows-actions" }, ...narrowing(filter, anew), file, shut)),
      el("div", { class: "rows-body" }, el("table", { class: "area-table table-rows" },
        el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col" }, text)))), body), foot));
    drawer.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    });
    document.body.append(drawer);
    drawer.focus();
    more(code, filter, "", body, foot, () => asked);
  };
  area.closeRows = close;
})();
