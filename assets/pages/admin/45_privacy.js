/* What is held about a person: found, handed out as a file, erased. The reason is written down. */
(function () {
  "use strict";
  const { admin, el, t } = window.onescreen;
  const KINDS = [
    ["phone", "手机号"],
    ["name", "姓名"],
    ["unit", "力量编号或呼号"],
    ["account", "账号"],
  ];
  const NAMES = {
    incident: "事件",
    unit: "力量",
    note: "备注",
    file: "文件",
    checklist_answers: "核对单",
    duty: "值班",
    audit: "操作记录",
    account: "账号",
    tracks: "有轨迹的力量",
    kept_by_law: "依法保留的操作记录",
    fixes: "已删轨迹点",
    refused: "已删拒收消息",
  };

  const named = (kind) => t(NAMES[kind] || kind);
  const counted = (counts) =>
    Object.entries(counts)
      .filter(([, count]) => count)
      .map(([kind, count]) => named(kind) + " " + count)
      .join(" · ");

  async function save(asked) {
    const answer = await fetch("/api/v1/admin/privacy/export", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(asked),
    });
    if (!answer.ok) {
      const told = await answer.json().catch(() => ({}));
      throw new Error((told.error && told.error.message) || t("服务暂时没有回答"));
    }
    const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") || "");
    const link = el("a", { download: name ? decodeURIComponent(name[1]) : "subject.zip" });
    link.href = URL.createObjectURL(await answer.blob());
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function found(box, asked, told) {
    const reason = el("input", { name: "reason", maxlength: 200, autocomplete: "off" });
    reason.value = asked.reason;
    const sure = el("input", { type: "checkbox" });
    const body = () => ({ ...asked, reason: reason.value.trim() });
    const erase = admin.act(t("清除个人信息"), async () => {
      if (!sure.checked) throw new Error(t("清除后不能恢复：请先勾选“已核对，确认清除”"));
      const { counts } = await admin.ask("privacy/erase", body());
      box.replaceChildren(el("p", { class: "admin-says" }, t("已清除：") + counted(counts)));
    });
    erase.classList.add("is-grave");
    box.replaceChildren(
      el("h2", { class: "admin-title" }, told.subject.shown),
      el("p", { class: "admin-says" }, t("找到：") + counted(told.counts)),
      el(
        "div",
        { class: "admin-form" },
        el("label", {}, t("依据或原因"), reason),
        admin.act(t("导出全部"), async () => {
          await save(body());
          admin.say(t("已导出，操作已记录"));
        }),
        el("label", { class: "admin-sure" }, sure, t("已核对，确认清除")),
        erase,
      ),
      admin.table(
        [
          [t("类型"), (row) => named(row.kind)],
          [t("编号"), (row) => row.id],
        ],
        told.items,
        1,
      ),
    );
  }

  admin.tab("privacy", "个人信息", "privacy.manage", async (box) => {
    const held = el("div", {});
    box.append(
      el(
        "p",
        { class: "admin-note" },
        t(
          "按手机号、姓名、力量或账号，查出系统中与此人有关的全部记录。导出与清除都会记下操作人和原因；清除后记录的编号与校验链不变，姓名、电话、描述、文件和轨迹不再存在。",
        ),
      ),
      admin.form(
        [
          ["kind", t("查找方式"), {}, KINDS.map(([kind, text]) => [kind, t(text)])],
          ["value", t("内容"), { required: true, maxlength: 64 }],
          ["reason", t("依据或原因"), { required: true, minlength: 4, maxlength: 200 }],
        ],
        t("查找"),
        async (asked) => {
          held.replaceChildren();
          found(held, asked, await admin.ask("privacy/find", asked));
        },
      ),
      held,
    );
  });
})();
