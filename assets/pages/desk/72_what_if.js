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
  let moves = [];
  let timer = null;
  let turn = 0;
  let asked = "";

  function turnsRed(answer) {
    return Object.values(answer.kinds || {}).flatMap((kind) => kind.turns_red || []);
  }

  /* Which grids, by name: "3 grids" helps nobody to judge. */
  function named(turns) {
    const names = turns
      .slice(0, NAMED)
      .map((one) => onescreen.areas.pathText(one.code, "village") || one.name);
    const more = turns.length > NAMED ? t(" 等 {count} 格", { count: turns.length }) : "";
    return t("变红：{names}", { names: names.join("、") + more });
  }

  function sentences(answer) {
    const turns = turnsRed(answer);
    const told = (answer.move_up || []).map((move) => t("补位建议：") + move.text);
    return [
      answer.text || (turns.length ? "" : t("派出后覆盖不变差")),
      turns.length ? named(turns) : "",
      ...told,
    ].filter(Boolean);
  }

  function show(found, words, suggested) {
    lines = words;
    moves = (suggested || []).filter((move) => move.unit_id && move.to);
    desk.coverageMap.whatIf(found);
    desk.card.draw();
  }

  async function ask(number, unitIds, mine) {
    try {
      const answer = await desk.api.send({
        path: desk.api.at.whatIf(),
        body: { unit_ids: unitIds, ...(number ? { number } : {}) },
      });
      if (mine !== turn) return;
      const [move] = answer.move_up || [];
      show(
        { turns: turnsRed(answer).map((one) => one.code), mends: (move && move.mends) || [] },
        sentences(answer),
        answer.move_up,
      );
    } catch (error) {
      if (mine === turn)
        show(NONE, [t("派出后的覆盖暂时算不出：") + (error.text || error.message)]);
    }
  }

  /* The same question is asked once, however often the list under the eye is drawn anew. */
  function look(unitIds) {
    const number = desk.state.number();
    const key = number + " " + unitIds.slice().sort().join(" ");
    if (key === asked && unitIds.length) return;
    asked = key;
    clearTimeout(timer);
    turn += 1;
    if (unitIds.length) timer = setTimeout(ask, SETTLE_MS, number, unitIds, turn);
    else if (lines.length) show(NONE, []);
  }

  panels.start(() => {
    desk.recommend.on("look", look);
    onescreen.language.on("change", () => {
      asked = "";
      look(desk.recommend.picked());
    });
    onescreen.place.on(
      "change",
      ({ changed }) => changed.has("selection") && look(desk.recommend.picked()),
    );
  });
  desk.whatIf = { words: () => lines, moves: () => moves };
})();
