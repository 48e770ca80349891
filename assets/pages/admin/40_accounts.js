/* Accounts, as the security administrator keeps them: found, added, changed, stopped, mended. */
(function () {
  "use strict";
  const { admin, el, t } = window.onescreen;
  const ROLES = {
    dispatcher: "指挥调度员",
    leader: "领导",
    department: "部门人员",
    village: "村（社区）干部",
    grid_worker: "网格员",
    police: "民警",
    mediation: "调解员",
    system_admin: "系统管理员",
    security_admin: "安全管理员",
    audit_admin: "审计管理员",
  };
  const roleName = (role) => t(ROLES[role] || role);
  const roles = () => Object.keys(ROLES).map((role) => [role, roleName(role)]);
  const PAGE = 100;
  const MOST = 500;
  const own = (text) => (text ? el("span", { translate: "no" }, text) : null);

  function stateOf(row) {
    if (!row.is_enabled) return t("已停用");
    if (row.locked_until)
      return t("锁定至 {until}", { until: admin.moment(row.locked_until).slice(11) });
    if (row.must_change) return t("待首次登录");
    return t("正常");
  }

  function fields(row) {
    return [
      ["display_name", t("姓名"), { maxlength: 64, value: row.display_name }],
      ["role", t("角色"), { value: row.role || "dispatcher" }, roles()],
      admin.areaField(row.area),
      ["department", t("部门（部门人员必填）"), { maxlength: 64, value: row.department }],
      ["email", t("邮箱（统一认证用）"), { maxlength: 120, value: row.email }],
    ];
  }

  const columns = (manage) => [
    [t("登录名"), (row) => own(row.name)],
    [t("姓名"), (row) => own(row.display_name)],
    [t("角色"), (row) => roleName(row.role)],
    [t("范围"), (row) => own(row.area_name) || t("全区")],
    [t("部门"), (row) => own(row.department)],
    [t("最近登录"), (row) => admin.moment(row.signed_in_at)],
    [t("状态"), stateOf],
    [t("双因素"), (row) => (row.has_second_factor ? t("已启用") : t("未启用"))],
    ["", manage],
  ];

  admin.tab("accounts", "账号", "accounts.manage", async (box) => {
    const list = el("div", {});
    const card = el("section", { class: "admin-card", tabindex: "-1", hidden: true });
    const asked = { q: "", role: "" };

    let rows = [];

    /* As many as were seen before, so that what is open stays in sight after an act. */
    async function show(after) {
      const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
      query.set("limit", after ? PAGE : Math.min(MOST, Math.max(PAGE, rows.length)));
      if (after) query.set("after", after);
      const { items, total, next } = await admin.ask("accounts?" + query);
      rows = after ? rows.concat(items) : items;
      const more = next
        ? admin.act(t("再看 {count} 个", { count: Math.min(PAGE, total - rows.length) }), () =>
            show(next),
          )
        : null;
      list.replaceChildren(
        ...[
          admin.table(columns(manage), rows, 1, t("没有符合条件的账号")),
          el(
            "p",
            { class: "admin-says" },
            t("共 {total} 个账号，已列出 {count} 个", { total, count: rows.length }),
          ),
          more,
        ].filter(Boolean),
      );
    }

    function open(...parts) {
      const close = admin.act(t("关闭"), () => {
        card.hidden = true;
      });
      card.replaceChildren(...parts, close);
      card.hidden = false;
      card.focus();
    }

    async function done(words, row) {
      await show();
      if (row) await draw(row);
      admin.say(words);
    }

    function told(password, name) {
      card.firstChild.after(admin.once(t("一次性密码，只显示这一次，首次登录须修改："), password));
      admin.say(t("请当面或通过安全渠道告知 {name}", { name }));
    }

    const add = admin.act(t("新建账号"), () =>
      open(
        admin.title(t("新建账号")),
        admin.form(
          [
            [
              "name",
              t("登录名（警号或工号）"),
              { required: true, maxlength: 32, autocapitalize: "none" },
            ],
            ...fields({}),
            [
              "sign_in",
              t("登录方式"),
              {},
              [
                ["", t("本地密码")],
                ["elsewhere", t("仅统一认证")],
              ],
            ],
          ],
          t("建立账号"),
          async (values) => {
            const made = await admin.ask("accounts", values);
            await show();
            await draw(made.account);
            if (made.password) told(made.password, made.account.name);
          },
        ),
      ),
    );

    function manage(row) {
      if (row.name === admin.me.name) return t("本人");
      return admin.act(t("管理"), () => draw(row));
    }

    async function draw(row) {
      const path = "accounts/" + encodeURIComponent(row.name);
      const step = (word) => admin.ask(path + "/" + word, {});
      const stop = admin.sure(
        t("停用此账号"),
        t("停用后立即下线，且不能登录。确定停用？"),
        async () => done(t("已停用"), (await step("disable")).account),
        row.name,
      );
      const start = admin.act(t("启用此账号"), async () =>
        done(t("已启用"), (await step("enable")).account),
      );
      const unlock = admin.act(t("解除锁定"), async () =>
        done(t("已解除锁定"), (await step("unlock")).account),
      );
      const reset = admin.sure(
        t("重设密码"),
        t("原密码立即失效，所有登录下线。确定重置？"),
        async () => {
          const { password } = await step("reset");
          await done("", row);
          told(password, row.name);
        },
        row.name,
      );
      const factor = admin.sure(
        t("移除双因素认证"),
        t("仅在手机丢失并核实本人后移除。确定移除？"),
        async () => done(t("已移除双因素认证"), (await step("factor")).account),
        row.name,
      );
      const { items } = await admin.ask(path + "/sessions");
      const end = (one) =>
        admin.act(t("下线"), async () => {
          await admin.ask(path + "/sessions", { session: one.session });
          await done(t("已下线"), row);
        });
      const all = admin.sure(
        t("全部下线"),
        t("该账号的所有登录立即结束。确定？"),
        async () => {
          await admin.ask(path + "/sessions", {});
          await done(t("已下线"), row);
        },
        row.name,
      );
      open(
        el("h2", { class: "admin-title" }, t("账号"), " ", own(row.name)),
        admin.form(fields(row), t("保存"), async (values) => {
          if (!values.display_name) delete values.display_name;
          await done(t("已保存，该账号需重新登录"), (await admin.ask(path, values)).account);
        }),
        el(
          "div",
          { class: "admin-acts" },
          row.is_enabled ? stop : start,
          row.locked_until ? unlock : null,
          row.has_password ? reset : null,
          row.has_second_factor ? factor : null,
        ),
        admin.title(t("登录的设备")),
        admin.table(
          [
            [t("最近使用"), (one) => admin.moment(one.seen_at)],
            [t("登录时间"), (one) => admin.moment(one.created_at)],
            [t("地址"), (one) => own(one.address)],
            [t("设备"), (one) => own(one.agent)],
            ["", end],
          ],
          items,
          3,
        ),
        items.length > 1 ? all : "",
      );
    }

    box.append(
      el(
        "div",
        { class: "admin-bar" },
        admin.form(
          [
            ["q", t("登录名、姓名、部门或区域"), { type: "search", maxlength: 64 }],
            ["role", t("角色"), {}, [["", t("全部")], ...roles()]],
          ],
          t("查询"),
          (values) => {
            Object.assign(asked, values);
            rows = [];
            return show();
          },
        ),
        add,
      ),
      card,
      list,
    );
    await show();
  });
})();
