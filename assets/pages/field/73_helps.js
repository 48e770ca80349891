/* Cases somebody in the field is asked to help with: what is asked, and no more of the case.
 *
 *   field.helps.learn()   ask the server
 *   field.helps.cards()   what the tab "工作" shows of them
 *   field.helps.count()   how many wait
 *   field.helps.has(number)   whether one of them is about this case
 */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  const ROOT = "/api/v1/field/helps";
  const DONE = /^\/api\/v1\/field\/helps\/([^/]+)\/done$/;
  let items = [];
  const typed = new Map();

  async function learn() {
    if (!field.me()) return;
    try {
      items = (await field.ask(ROOT)).items;
    } catch {
      return; // as it was told last
    }
    field.emit("helps", items);
  }

  /* Whether a press waits in the outbox that says it is done. */
  const isDone = (one) =>
    field.waiting().some(({ path }) => {
      const found = DONE.exec(path);
      return found && decodeURIComponent(found[1]) === one.help_id;
    });

  function finish(one, words) {
    const result = words.value.trim();
    if (!result) {
      field.say(t("请写一句办理情况"), { isBad: true });
      return;
    }
    const path = ROOT + "/" + encodeURIComponent(one.help_id) + "/done";
    field.send(path, { result }, { label: t("案件协助") }).then(() => {
      typed.delete(one.help_id);
      field.say(t("办理情况已送达办案人员"));
      learn();
    }, learn);
    field.emit("helps", items);
  }

  function card(one) {
    const words = el(
      "textarea",
      {
        rows: "2",
        maxlength: "500",
        "aria-label": t("办理情况"),
        placeholder: t("办理情况"),
        oninput: (event) => typed.set(one.help_id, event.target.value),
      },
      typed.get(one.help_id) || "",
    );
    return el(
      "article",
      { class: "m-card m-help", "data-help": one.help_id },
      el("header", {}, el("h2", {}, t("案件协助")), el("span", { class: "m-step" }, one.category)),
      el(
        "p",
        { class: "m-where", translate: "no" },
        [one.area, one.number].filter(Boolean).join(" · "),
      ),
      one.task === null
        ? el("p", { class: "m-note" }, t("内容已隐藏，输入 PIN 后显示"))
        : el("p", { class: "m-said", translate: "no", dir: "auto" }, one.task),
      el(
        "p",
        { class: "m-note" },
        t("案件信息须保密，姓名、号码已隐去。结案或协助结束后不再显示。"),
      ),
      isDone(one)
        ? el("p", { class: "m-note" }, t("已保存，正在发出"))
        : el(
            "div",
            { class: "m-form" },
            el(
              "button",
              { type: "button", class: "m-big", "data-act": "talk", onclick: () => open(one) },
              t("与办案人员对话"),
            ),
            words,
            el(
              "button",
              {
                type: "button",
                class: "m-big is-yes",
                "data-act": "done",
                onclick: () => finish(one, words),
              },
              t("协助完成"),
            ),
          ),
    );
  }

  const open = (one) => field.emit("talk_chosen", one.number);

  field.on("help", learn);
  field.on("locked", () => {
    items = items.map((one) => ({ ...one, task: null }));
    field.emit("helps", items);
    learn();
  });
  field.on("wiped", () => {
    items = [];
    typed.clear();
  });
  for (const kind of ["opened", "online", "me"]) field.on(kind, learn);
  field.helps = {
    learn,
    cards: () => items.map(card),
    count: () => items.length,
    has: (number) => items.some((one) => one.number === number),
  };
})();
