/* What helps while a call is taken: likely duplicates, the class's questions, where the caller's phone is. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, words } = onescreen;
  const at = desk.api.at;
  const SETTLE_MS = 300;
  const SHORTEST_PHONE = 7;

  /* Asks once the typing rests; an answer that came too late for its question is dropped. */
  function asker(ask, take) {
    let timer = null;
    let turn = 0;
    return (question) => {
      clearTimeout(timer);
      turn += 1;
      const mine = turn;
      if (!question) {
        take(null);
        return;
      }
      timer = setTimeout(async () => {
        try {
          const answer = await ask(question);
          if (mine === turn) take(answer);
        } catch {
          if (mine === turn) take(null);
        }
      }, SETTLE_MS);
    };
  }

  /* ---- duplicates ---- */

  function duplicateQuestion({ code, place, address }) {
    if (!code || !place) return null;
    return {
      class: code,
      ...(place.isPoint ? { lat: place.lat, lon: place.lon } : { area_code: place.code }),
      ...(address ? { address } : {}),
    };
  }

  function duplicateRow(one, i, { isLinked, onLink, onSame }) {
    const text = [
      words.STATUS[one.status],
      Number.isFinite(one.distance_m) ? words.distance(one.distance_m) : null,
      ...(one.reasons || []).map((reason) => reason.text || reason),
    ]
      .filter(Boolean)
      .join("，");
    const link = el(
      "button",
      { class: "button small", type: "button", "aria-pressed": String(isLinked) },
      el("kbd", {}, "Alt+" + (i + 1)),
      isLinked ? t("已关联") : t("关联"),
    );
    const same = el(
      "button",
      { class: "button small", type: "button", title: t("不新建，转到这一起并把描述记为备注") },
      el("kbd", {}, "Alt+Shift+" + (i + 1)),
      t("就是这一起"),
    );
    link.addEventListener("click", onLink);
    same.addEventListener("click", onSame);
    return el(
      "li",
      { class: "dup-row", "data-number": one.number },
      el("span", { class: "dup-title" }, one.title || desk.options.className(one.class)),
      el("span", { class: "num" }, one.number),
      el("span", { class: "dc-label" }, text),
      link,
      same,
    );
  }

  /* ---- checklist ---- */

  /* What administrators wrote in English stands there on an English desk; else the page's own words. */
  const isEnglish = () => onescreen.language && onescreen.language.now() === "en";
  const textOf = (item) => (isEnglish() && item.text_en) || item.text;
  const optionOf = (item, option) =>
    (isEnglish() && (item.options_en || [])[(item.options || []).indexOf(option)]) || option;

  function question(item, answers, onAnswer) {
    if (item.kind === "instruction")
      return el("p", { class: "check-instruction" }, "▸ " + textOf(item));
    let input;
    if (item.kind === "choice") {
      const options = ["", ...(item.options || [])];
      input = el(
        "select",
        {},
        ...options.map((one) =>
          el(
            "option",
            { value: one, selected: answers[item.id] === one },
            one ? optionOf(item, one) : t("未问"),
          ),
        ),
      );
      input.addEventListener("change", () => onAnswer(item.id, input.value));
    } else {
      input = el("input", { type: "text", maxlength: 500, autocomplete: "off" });
      input.value = answers[item.id] || "";
      input.addEventListener("input", () => onAnswer(item.id, input.value));
    }
    return el(
      "label",
      { class: "field is-inline" },
      el("span", { class: "field-label" }, textOf(item)),
      input,
    );
  }

  desk.helpers = {
    duplicateQuestion,
    duplicateRow,
    question,
    textOf,
    optionOf,
    duplicates: (take) => asker((body) => desk.api.send({ path: at.duplicates(), body }), take),
    checklist: (take) => asker((code) => desk.api.get(at.checklist(code)), take),
    caller: (take) => {
      const ask = asker((phone) => desk.api.send({ path: at.callers(), body: { phone } }), take);
      return (phone) => {
        const digits = phone.replace(/\D/g, "");
        ask(digits.length >= SHORTEST_PHONE ? digits : null);
      };
    },
  };
})();
