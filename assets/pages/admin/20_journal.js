/* The record of who did what: each record a sentence, its JSON behind a fold; looked through by
 * time, actor, kind, incident and words. */
(function () {
  "use strict";
  const { admin, el, t } = window.onescreen;
  /* The kinds of fact and their names are the server's; the answer to the first question tells. */
  const titles = new Map();
  const kindOf = (row) => t(titles.get(row.kind) || row.kind);

  /* The whole record is made when somebody opens it: a page holds hundreds. */
  function said(row) {
    const all = el("pre", { class: "admin-json" });
    const fold = el("details", {}, el("summary", {}, row.says || row.action), all);
    fold.addEventListener("toggle", () => {
      if (fold.open) all.textContent = JSON.stringify(row, null, 2);
    });
    return fold;
  }

  function columns(ask) {
    const narrow = (name, value) => {
      const link = el(
        "button",
        { class: "admin-link", type: "button", translate: "no", title: t("只看这些记录") },
        value,
      );
      link.addEventListener("click", () => ask({ [name]: value }));
      return link;
    };
    return [
      [t("序号"), (row) => String(row.seq)],
      [t("时间"), (row) => admin.moment(row.at)],
      [t("类型"), kindOf],
      [t("操作人"), (row) => narrow("actor", row.actor)],
      [t("对象"), (row) => narrow("entity", row.id)],
      [t("内容"), said],
    ];
  }

  function query(values, cursor) {
    const asked = new URLSearchParams();
    for (const name of ["actor", "kind", "entity", "text"])
      if (values[name]) asked.set(name, values[name]);
    for (const name of ["since", "until"]) {
      if (values[name]) asked.set(name, new Date(values[name]).toISOString());
    }
    if (cursor) asked.set("cursor", cursor);
    return "journal?" + asked;
  }

  admin.tab("journal", "操作记录", "journal.read", async (box) => {
    const held = el("div", {});
    const file = el("a", { class: "button", download: "" }, t("导出 CSV"));
    let rows = [];
    async function show(values, cursor) {
      const page = await admin.ask(query(values, cursor));
      nameKinds(page.kinds);
      file.href = "/api/v1/admin/" + query(values).replace("journal?", "journal.csv?");
      rows = cursor ? rows.concat(page.items) : page.items;
      const more = page.next ? admin.act(t("更早的记录"), () => show(values, page.next)) : null;
      held.replaceChildren(
        ...[admin.table(columns(ask), rows, 3, t("没有符合条件的记录")), more].filter(Boolean),
      );
    }
    const form = admin.form(
      [
        ["since", t("从"), { type: "datetime-local" }],
        ["until", t("到"), { type: "datetime-local" }],
        ["actor", t("操作人"), { maxlength: 64 }],
        [
          "kind",
          t("类型"),
          {},
          [
            ["acts", t("全部（不含指标）")],
            ["", t("全部")],
          ],
        ],
        ["entity", t("事件编号或对象"), { maxlength: 64 }],
        ["text", t("包含文字"), { maxlength: 64 }],
      ],
      t("查询"),
      (values) => show(values),
    );
    function nameKinds(kinds) {
      if (titles.size) return;
      const choice = form.elements.kind;
      for (const { kind, title } of kinds) {
        titles.set(kind, title);
        choice.append(el("option", { value: kind }, t(title)));
      }
    }
    /* A name in the table fills its field and asks anew. */
    function ask(values) {
      for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
      form.requestSubmit();
    }
    box.append(form, el("p", {}, file), held);
    await show({ kind: "acts" });
  });
})();
