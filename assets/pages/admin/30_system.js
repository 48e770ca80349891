/* Feeds, what was refused, devices that wait for a unit, maps and settings. */
(function () {
  "use strict";
  const { admin, el, t } = window.onescreen;
  const STATES = { ok: "正常", idle: "尚未收到", silent: "已静默", failed: "故障" };

  admin.tab("feeds", "数据接入", "devices.manage", async (box) => {
    const state = await admin.ask("state");
    const feeds = Object.entries(state.feeds || {}).map(([name, feed]) => ({ name, ...feed }));
    box.append(
      el(
        "p",
        { class: "admin-says" },
        t("服务状态：") +
          (state.status === "ok" ? t("正常") : t("降级")) +
          " · " +
          t("日志序号 {n}", { n: state.seq }),
      ),
      admin.table(
        [
          [t("接入"), (row) => row.name],
          [t("状态"), (row) => t(STATES[row.state] || row.state)],
          [t("已收"), (row) => String(row.accepted)],
          [t("已拒"), (row) => String(row.refused)],
          [t("最近收到"), (row) => admin.moment(row.last_at)],
          [t("最近拒收"), (row) => admin.moment(row.last_refused_at)],
          [t("故障原因"), (row) => row.fault],
        ],
        feeds,
        4,
        t("还没有数据接入"),
      ),
    );
    box.append(
      admin.title(t("需要留意的设备")),
      admin.table(
        [
          [t("设备编号"), (row) => row.device_id],
          [t("情况"), (row) => row.says],
          [t("接入"), (row) => row.feed],
          [t("次数"), (row) => String(row.count)],
          [t("最近上报"), (row) => admin.moment(row.last_at)],
        ],
        state.devices || [],
        3,
        t("没有时钟不准、模拟定位或告警不明的设备"),
      ),
    );
    const held = await admin.ask("quarantine");
    box.append(
      admin.title(t("拒收的消息")),
      admin.table(
        [
          [t("时间"), (row) => admin.moment(row.at)],
          [t("接入"), (row) => row.feed],
          [t("字段"), (row) => row.field],
          [t("原因"), (row) => row.reason],
          [t("内容"), (row) => row.sent],
        ],
        held.items,
        3,
        t("没有被拒收的消息"),
      ),
    );
  });

  admin.tab("held", "待认领设备", "devices.manage", async (box) => {
    async function draw() {
      const { items } = await admin.ask("held");
      const form = admin.form(
        [
          ["device_id", t("设备编号"), {}, items.map((one) => [one.device_id, one.device_id])],
          ["call_sign", t("呼号"), { required: true, maxlength: 64 }],
          [
            "kind",
            t("类别"),
            {},
            [
              ["grid_worker", "网格员"],
              ["police", "警力"],
            ],
          ],
        ],
        t("认领为力量"),
        async (values) => {
          const { device_id: device, ...unit } = values;
          await admin.ask("held/" + encodeURIComponent(device), unit);
          await draw();
          admin.say(t("已认领，几秒后上图"));
        },
      );
      box.replaceChildren(
        ...(items.length ? [form] : []),
        admin.table(
          [
            [t("设备编号"), (row) => row.device_id],
            [t("最近上报"), (row) => admin.moment(row.last_seen_at)],
            [t("上报次数"), (row) => String(row.times_seen)],
            [t("可能是"), (row) => (row.like || []).join("、")],
            [
              t("位置"),
              (row) => (row.lat === null ? "" : row.lat.toFixed(5) + ", " + row.lon.toFixed(5)),
            ],
          ],
          items,
          2,
          t("没有待认领的设备：每台上报的设备都有对应的力量"),
        ),
      );
    }
    await draw();
  });

  admin.tab("maps", "地图版本", "settings.manage", async (box) => {
    async function draw() {
      const { items, draft } = await admin.ask("maps");
      const restore = (row) =>
        row.is_current
          ? t("使用中")
          : !row.is_complete
            ? t("图层不全")
            : admin.act(t("恢复为当前"), async () => {
                await admin.ask("maps/" + row.version + "/restore", {});
                await draw();
                admin.say(t("已切换，几秒内各屏更新"));
              });
      box.replaceChildren(
        el(
          "p",
          { class: "admin-says" },
          draft ? t("有未完成的导入：") + draft : t("没有未完成的导入"),
        ),
        admin.table(
          [
            [t("版本"), (row) => row.version],
            [t("导入时间"), (row) => admin.moment(row.added_at)],
            [t("启用时间"), (row) => admin.moment(row.adopted_at)],
            ["", restore],
            [t("来源"), (row) => row.source],
            [t("图层"), (row) => row.levels.join("、")],
          ],
          items,
          3,
        ),
      );
    }
    await draw();
  });

  admin.tab("settings", "系统设置", "settings.manage", async (box) => {
    const { items } = await admin.ask("settings");
    box.append(
      admin.table(
        [
          [t("设置"), (row) => row.name],
          [t("值"), (row) => row.value],
        ],
        items,
      ),
    );
  });
})();
