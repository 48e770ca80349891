/* What sending the picked or looked-at units would leave uncovered, and who could move up to mend it. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, t } = onescreen;
  const SETTLE_MS = 150;
  const NAMED = 4;
  const NONE = { turns: [], mends: [] };
  let lines = [];
  let timer = null;
  let turn = 0;

  function turnsRed(answer) {
    return Object.values(answer.kinds || {}).flatMap((kind) => kind.turns_red || []);
  }

  function sentences(answer) {
    const turns = turnsRed(answer);
    const names = turns.slice(0, NAMED).map((one) => onescreen.areas.pathText(one.code, "village") || one.name);
    const more = turns.length > NAMED ? t(" 等 {count} 格", { count: turns.length }) : "";
    const said = turns.length ? t("派出后 {names}{more} 将超出覆盖目标", { names: names.join("、"), more }) : t("派出后覆盖不变差");
    return [answer.text || said, ...(answer.move_up || []).map((move) => t("补位建议：") + move.text)];
  }

  function show(found, words) {
    lines = words;
    desk.coverageMap.whatIf(found);
    desk.card.draw();
  }

  async function ask(unitIds, mine) {
    const number = desk.state.number();
    try {
      const answer = await desk.api.send({ path: desk.api.at.whatIf(), body: { unit_ids: unitIds, ...(number ? { number } : {}) } });
      if (mine !== turn) return;
      show({ turns: turnsRed(answer).map((one) => one.code), mends: [] }, sentences(answer));
    } catch (error) {
      if (mine === turn) show(NONE, [t("派出后的覆盖暂时算不出：") + (error.text || error.message)]);
    }
  }

  function look(unitIds) {
    clearTimeout(timer);
    turn += 1;
    const mine = turn;
    if (unitIds.length) timer = setTimeout(ask, SETTLE_MS, unitIds, mine);
    else show(NONE, []);
  }

  panels.start(() => {
    desk.recommend.on("look", look);
    onescreen.place.on("change", ({ changed }) => changed.has("selection") && look(desk.recommend.picked()));
  });
  desk.whatIf = { words: () => lines };
})();
