/* When grids are red without anybody being sent: who could wait where to mend it. Shown as a sheet. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t, words } = onescreen;

  function row(move) {
    const node = el(
      "li",
      { class: "mu-row", tabindex: "0", "data-focus": move.unit_id + move.to.code },
      el("strong", {}, move.call_sign),
      " → ",
      onescreen.areas.pathText(move.to.code, "village") || move.to.name,
      " ",
      desk.standby.button(move),
      el("p", { class: "as-said" }, move.text),
    );
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== node) return;
      event.preventDefault();
      desk.standby.give(move.unit_id, move.to);
    });
    const look = () =>
      desk.coverageMap.whatIf({ turns: move.turns_red || [], mends: move.mends || [] });
    for (const event of ["mouseenter", "focus"]) node.addEventListener(event, look);
    for (const event of ["mouseleave", "blur"])
      node.addEventListener(event, () => desk.coverageMap.whatIf({ turns: [], mends: [] }));
    return node;
  }

  /* Which grids, by name and minutes: a count on the map is no list. The most residents are not known here. */
  function gaps() {
    const held = desk.coverage.get();
    if (!held) return null;
    const rows = Object.keys(held.grids).flatMap((code) =>
      desk.coverage.KINDS.filter((kind) => desk.coverage.isRed(code, kind)).map((kind) => ({
        code,
        kind,
        minutes: desk.coverage.minutes(code, kind),
      })),
    );
    rows.sort(
      (a, b) => (b.minutes === null) - (a.minutes === null) || (b.minutes || 0) - (a.minutes || 0),
    );
    return el(
      "details",
      { class: "cand-out" },
      el("summary", { "data-focus": "gaps" }, t("超时网格 {count} 个", { count: rows.length })),
      el(
        "ul",
        {},
        ...rows
          .slice(0, 80)
          .map((one) =>
            el(
              "li",
              {},
              onescreen.areas.pathText(one.code, "village") || one.code,
              " ",
              el("span", { class: "dc-label" }, words.UNIT_KIND[one.kind]),
              " ",
              el(
                "span",
                { class: "num" },
                one.minutes === null ? t("无人可到") : t("{n} 分", { n: one.minutes }),
              ),
            ),
          ),
      ),
    );
  }

  function summary() {
    const held = desk.coverage.get();
    if (!held) return panels.says(t("覆盖数据未到"));
    return el(
      "p",
      {},
      desk.coverage.KINDS.map((kind) =>
        t("{kind}：{count} 格超出 {minutes} 分钟", {
          kind: t(words.UNIT_KIND[kind]),
          count: held.red[kind],
          minutes: Math.round(held.targets_s[kind] / 60),
        }),
      ).join("；"),
    );
  }

  let last = null;

  /* Orders that stand come first: what is asked for already need not be asked for again. */
  function ordered() {
    const open = desk.standby.open();
    return open.length
      ? [
          el(
            "h3",
            { class: "dc-heading" },
            t("执行中的备勤"),
            " ",
            el("span", { class: "num" }, String(open.length)),
          ),
          el("ul", { class: "sent" }, ...open.map(desk.standby.row)),
        ]
      : [];
  }

  function draw(answer) {
    const body = desk.sheets.body("coverage");
    last = answer;
    const open = desk.standby.open().map((one) => [one, desk.standby.notice(one)]);
    const held = desk.coverage.get();
    desk.part(body, [answer, held && held.red, open], () => [
      summary(),
      ...ordered(),
      answer.text && !answer.items.length ? el("p", { class: "as-said" }, answer.text) : null,
      answer.items.length
        ? el("ul", { class: "mu" }, ...answer.items.map(row))
        : panels.says(t("没有能改善覆盖的补位")),
      gaps(),
    ]);
  }

  const ask = () => desk.sheets.read("coverage", desk.api.at.moveUp(), draw);

  desk.moveUp = { items: () => (desk.sheets.body("coverage") && last ? last.items : []) };

  panels.start(() => {
    // An order given or ended changes what is worth suggesting.
    panels.draw(["standby", "notice"], () => desk.sheets.body("coverage") && last && draw(last));
    onescreen.picture.on(
      "change",
      (change) => change.kinds.standby && desk.sheets.body("coverage") && ask(),
    );
    onescreen.language.on("change", () => desk.sheets.body("coverage") && last && ask());
    desk.sheets.add("coverage", {
      key: "\\",
      label: "覆盖缺口与补位建议",
      title: "覆盖缺口与补位建议",
      isMapFree: true,
      close: () => desk.coverageMap.whatIf({ turns: [], mends: [] }),
      open(body) {
        last = null;
        body.append(summary(), panels.says(t("正在计算…")));
        ask();
      },
    });
  });
})();
