/* The record of who did what: looked through by time, actor, kind, entity and words. */
(function () {
  "use strict";
  const { admin, el, t } = window.onescreen;
  const ACTIONS = {
    signed_in: "登录", sign_in_failed: "登录失败", locked: "账号锁定", signed_out: "退出",
    refused: "拒绝访问", revealed: "查看个人信息", exported: "导出", setting_changed: "更改设置",
    account_added: "新增账号", account_changed: "更改账号", account_disabled: "停用账号",
    account_enabled: "启用账号", account_unlocked: "解除锁定", password_changed: "改密码", password_reset: "重置密码",
    second_factor_set: "启用动态口令", second_factor_removed: "移除动态口令",
    recovery_code_used: "使用恢复码", wall_paired: "大屏配对", device_added: "新增设备",
    device_rotated: "更换设备密钥", device_revoked: "吊销设备", session_revoked: "结束会话",
    erased_subject: "清除个人信息", erased: "清除个人信息", verified: "校验记录",
  };
  const KINDS = [["", "全部"], ["audit", "操作记录"], ["incident", "事件"], ["unit", "力量"],
    ["assignment", "派遣"], ["notice", "通知"], ["note", "备注"], ["camera", "摄像机"], ["map", "地图"],
    ["kpi", "指标"]];

  const columns = [
    [t("序号"), (row) => String(row.seq)],
    [t("时间"), (row) => admin.moment(row.at)],
    [t("操作人"), (row) => row.actor],
    [t("类型"), (row) => (KINDS.find(([kind]) => kind === row.kind) || [])[1] || row.kind],
    [t("对象"), (row) => row.id],
    [t("动作"), (row) => ACTIONS[row.action] || row.action],
    [t("内容"), (row) => JSON.stringify({ ...row.state, ...row.private })],
  ];

  function query(values, cursor) {
    const asked = new URLSearchParams();
    for (const name of ["actor", "kind", "entity", "text"]) if (values[name]) asked.set(name, values[name]);
    for (const name of ["since", "until"]) {
      if (values[name]) asked.set(name, new Date(values[name]).toISOString());
    }
    if (cursor) asked.set("cursor", cursor);
    return "journal?" + asked;
  }

  admin.tab("journal", t("操作记录"), "journal.read", async (box) => {
    const held = el("div", {});
    const file = el("a", { class: "button", download: "" }, t("导出 CSV"));
    let rows = [];
    async function show(values, cursor) {
      const page = await admin.ask(query(values, cursor));
      file.href = "/api/v1/admin/" + query(values).replace("journal?", "journal.csv?");
      rows = cursor ? rows.concat(page.items) : page.items;
      const more = page.next ? admin.act(t("更早的记录"), () => show(values, page.next)) : null;
      held.replaceChildren(...[admin.table(columns, rows, 4), more].filter(Boolean));
    }
    box.append(admin.form([
      ["since", t("从"), { type: "datetime-local" }], ["until", t("到"), { type: "datetime-local" }],
      ["actor", t("操作人"), { maxlength: 64 }], ["kind", t("类型"), {}, KINDS],
      ["entity", t("对象编号"), { maxlength: 64 }], ["text", t("包含文字"), { maxlength: 64 }],
    ], t("查询"), (values) => show(values)), el("p", {}, file), held);
    await show({});
  });
})();
