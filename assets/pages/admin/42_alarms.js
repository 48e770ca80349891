/* Alarms of intrusion: how many failures came from where, and who has seen to them. On every page of
 * the security administrator a line says how many are open, asked anew every half minute. */
(function () {
  "use strict";
  const { admin, el, t } = window.onescreen;
  const ASKED_EVERY_MS = 30000;
  const WHAT = { address: "同一地址", account: "同一账号" };
  const own = (text) => (text ? el("span", { translate: "no" }, text) : null);
  let bell = null;

  function ring(items) {
    const open = items.filter((one) => !one.seen_by).length;
    bell.hidden = !open;
    bell.replaceChildren(
      el("a", { href: "/admin/alarms" }, t("{count} 条入侵告警未处理", { count: open })),
    );
  }

  admin.tab("alarms", "告警", "accounts.manage", async (box) => {
    const list = el("div", {});
    function draw(items) {
      ring(items);
      const see = (one) =>
        one.seen_by
          ? t("{who} 已处理", { who: one.seen_by })
          : admin.act(t("已处理"), async () => {
              draw((await admin.ask("alarms/" + one.seq + "/seen", {})).items);
              admin.say(t("已记录处理人和时间"));
            });
      list.replaceChildren(
        admin.table(
          [
            [t("时间"), (one) => admin.moment(one.at)],
            [t("告警"), (one) => t(WHAT[one.what])],
            [
              t("次数"),
              (one) => t("{minutes} 分钟内 {count} 次", { minutes: one.minutes, count: one.count }),
            ],
            [t("地址"), (one) => own(one.address)],
            [t("账号"), (one) => own(one.account)],
            [t("处理"), see],
            [t("处理时间"), (one) => admin.moment(one.seen_at)],
          ],
          items,
          0,
          t("没有告警"),
        ),
      );
    }
    box.append(
      el(
        "p",
        { class: "admin-note" },
        t(
          "同一地址或账号在短时间内多次登录失败、密钥不对或被拒绝访问时告警。核实后点“已处理”；需要时停用账号、撤销设备。",
        ),
      ),
      list,
    );
    draw((await admin.ask("alarms")).items);
  });

  /* After the tabs stand: only who may see the alarms is told of them. */
  admin.bell = async function (box) {
    if (!admin.me.may.includes("accounts.manage")) return;
    bell = el("p", { class: "admin-bell", role: "alert", hidden: true });
    box.querySelector(".admin-tabs").after(bell);
    const look = () =>
      admin.ask("alarms").then(
        (told) => ring(told.items),
        () => {},
      );
    await look();
    setInterval(look, ASKED_EVERY_MS);
  };
})();
