/* The phones that are bound to a unit, on its card: whose, whether they ring, and the end of a lost one.
 *
 *   desk.phones.lines(unitId)   the lines of a card; asked for again when the card is opened anew
 *   desk.phones.mark(unitId)    changes when they do
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t } = onescreen;
  const FRESH_MS = 20000;
  let all = [];
  let askedAt = -Infinity;
  let version = 0;
  let sure = "";

  async function ask() {
    if (performance.now() - askedAt < FRESH_MS || !desk.options.isCentre()) return;
    askedAt = performance.now();
    try {
      all = (await desk.api.get(desk.api.at.phones())).items;
    } catch {
      return; // the next card asks again
    }
    version += 1;
    if (desk.card) desk.card.now();
  }

  /* A second press within the same card is meant. */
  async function end(one) {
    if (sure !== one.device_id) {
      sure = one.device_id;
    } else {
      sure = "";
      await desk.act({
        label: t("解除手机 {who}", { who: one.account }),
        path: desk.api.at.phoneEnd(one.device_id),
        body: {},
      });
      askedAt = -Infinity;
      ask();
    }
    version += 1;
    desk.card.now();
  }

  function row(one) {
    const parts = [
      one.account,
      one.label,
      one.is_on_duty ? t("在勤，响铃") : t("下勤，不响铃"),
      one.unanswered.length ? t("{n} 条已送达未签收", { n: one.unanswered.length }) : "",
    ];
    const press = el(
      "button",
      { class: "button small", type: "button", "data-phone": one.device_id },
      sure === one.device_id ? t("确认解除，立即清除该手机") : t("手机丢失，解除"),
    );
    press.addEventListener("click", () => end(one));
    return el("li", {}, el("span", { translate: "no" }, parts.filter(Boolean).join(" · ")), press);
  }

  function lines(unitId) {
    ask();
    const mine = all.filter((one) => one.unit_id === unitId && !one.revoked_at);
    if (!mine.length) return [];
    return [
      el(
        "section",
        { class: "dc-phones" },
        el("h4", {}, t("外勤手机")),
        el("ul", {}, ...mine.map(row)),
      ),
    ];
  }

  desk.phones = { lines, mark: () => version };
})();
