/* Wall screens, paired by a code and revoked; feeds, each with a key of its own. */
(function () {
  "use strict";
  const { admin, el, t } = window.onescreen;
  const own = (text) => (text ? el("span", { translate: "no" }, text) : null);
  const live = (row) => (row.revoked_at ? t("已撤销") : t("使用中"));
  const devices = async (kind) =>
    (await admin.ask("devices")).items.filter((one) => one.kind === kind);
  const revoke = (row, question, done) =>
    row.revoked_at
      ? ""
      : admin.sure(
          t("撤销设备"),
          question,
          async () => {
            await admin.ask("devices/" + encodeURIComponent(row.device_id) + "/revoke", {});
            await done();
            admin.say(t("已撤销 {name}", { name: row.name }));
          },
          row.name,
        );

  admin.tab("walls", "大屏", "devices.manage", async (box) => {
    const list = el("div", {});
    async function show() {
      list.replaceChildren(
        admin.table(
          [
            [t("名称"), (row) => own(row.name)],
            [t("范围"), (row) => own(row.area_name) || t("全区")],
            [t("状态"), live],
            [t("配对时间"), (row) => admin.moment(row.created_at)],
            [t("配对人"), (row) => own(row.created_by)],
            [t("最近在线"), (row) => admin.moment(row.seen_at)],
            [t("撤销时间"), (row) => admin.moment(row.revoked_at)],
            [
              "",
              (row) => revoke(row, t("撤销后这块屏幕立即失去访问，须重新配对。确定撤销？"), show),
            ],
          ],
          await devices("wall"),
          0,
          t("还没有配对的大屏"),
        ),
      );
    }
    box.append(
      el(
        "p",
        { class: "admin-says" },
        t("在大屏上打开 /pair 并显示配对码，再在这里确认。大屏只读、脱敏。"),
      ),
      admin.form(
        [
          ["code", t("屏幕上的配对码"), { required: true, maxlength: 20, autocapitalize: "none" }],
          ["name", t("屏幕名称"), { required: true, maxlength: 64 }],
          admin.areaField(),
        ],
        t("确认配对"),
        async (values, form) => {
          const { device } = await admin.ask("walls/pair", values);
          form.reset();
          await show();
          admin.say(t("已配对：{name}", { name: device.name }));
        },
      ),
      list,
    );
    await show();
  });

  admin.tab("keys", "设备密钥", "devices.manage", async (box) => {
    const list = el("div", {});
    const told = el("div", {});
    const tell = (device, key) =>
      told.replaceChildren(
        admin.once(t("{name} 的密钥，只显示这一次：", { name: device.name }), key),
      );
    async function show() {
      list.replaceChildren(
        admin.table(
          [
            [t("名称"), (row) => own(row.name)],
            [t("可上报"), (row) => own(row.unit_id) || t("任何力量")],
            [t("状态"), live],
            [t("建立时间"), (row) => admin.moment(row.created_at)],
            [t("建立人"), (row) => own(row.created_by)],
            [t("密钥时间"), (row) => admin.moment(row.keyed_at)],
            [t("最近使用"), (row) => admin.moment(row.seen_at)],
            [t("撤销时间"), (row) => admin.moment(row.revoked_at)],
            [
              "",
              (row) =>
                row.revoked_at
                  ? ""
                  : [
                      admin.sure(
                        t("更换密钥"),
                        t("旧密钥立即失效。确定更换？"),
                        async () => {
                          const { device, key } = await admin.ask(
                            "devices/" + encodeURIComponent(row.device_id) + "/rotate",
                            {},
                          );
                          await show();
                          tell(device, key);
                        },
                        row.name,
                      ),
                      revoke(row, t("撤销后该设备立即不能上报。确定撤销？"), show),
                    ],
            ],
          ],
          await devices("feed"),
          0,
          t("还没有发放密钥"),
        ),
      );
    }
    box.append(
      el(
        "p",
        { class: "admin-says" },
        t("每台上报设备或网关一把密钥，代替接入口令；只能上报，不能查看。"),
      ),
      admin.form(
        [
          ["name", t("设备或网关名称"), { required: true, maxlength: 64 }],
          ["unit_id", t("只用于力量编号（网关留空）"), { maxlength: 64, autocapitalize: "none" }],
        ],
        t("发放密钥"),
        async (values, form) => {
          const { device, key } = await admin.ask("devices", values);
          form.reset();
          await show();
          tell(device, key);
        },
      ),
      told,
      list,
    );
    await show();
  });
})();
