/* The tab "我的": who this phone is, language and light, what it keeps, and the way out. */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;

  function choice(title, options, chosen, choose) {
    return el(
      "fieldset",
      { class: "m-choice" },
      el("legend", {}, title),
      ...options.map(([value, text]) =>
        el(
          "button",
          {
            type: "button",
            "aria-pressed": String(value === chosen),
            translate: "no",
            onclick: () => choose(value),
          },
          text,
        ),
      ),
    );
  }

  function draw(box) {
    const me = field.me();
    if (!me) return;
    box.append(
      el(
        "article",
        { class: "m-card" },
        el("p", {}, t("账号"), " ", el("b", { translate: "no" }, me.account)),
        me.unit
          ? el("p", {}, t("力量"), " ", el("b", { translate: "no" }, me.unit.call_sign))
          : el("p", {}, t("不属于任何力量")),
        choice(
          t("语言"),
          [
            ["zh", "\u4e2d\u6587"],
            ["en", "English"],
          ],
          field.language.now(),
          (name) => field.language.choose(name).then(field.redrawAll),
        ),
        choice(
          t("明暗"),
          [
            ["auto", t("随时间")],
            ["bright", t("白天")],
            ["dark", t("夜间")],
          ],
          field.light.chosen(),
          (name) => {
            field.light.choose(name);
            field.redraw("mine");
          },
        ),
      ),
      el(
        "article",
        { class: "m-card" },
        el("h2", {}, t("这部手机上有什么")),
        el(
          "p",
          {},
          t(
            "本机只保存账号、力量，以及还没发出的操作、上报和照片（最多 500 项，照片 30 张），发出后即删除；不保存任务和走访对象的姓名、电话、地址。退出或解除绑定时清除。",
          ),
        ),
        el("p", {}, t("省电模式会让铃声变慢：上勤时请关闭省电模式，并保持本页打开。")),
        el("button", { type: "button", class: "m-big", onclick: leave }, t("退出并清除本机数据")),
      ),
    );
    field.emit("mine_drawn", box);
  }

  function leave() {
    const waits = field.waiting().length;
    if (waits) {
      field.say(t("还有 {n} 项没有发出，发出后再退出", { n: waits }), { isBad: true });
      return;
    }
    field.signOut();
  }

  field.tab("mine", "我的", draw);
})();
