/* Everything that happened to the chosen incident, oldest first. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, panels } = onescreen;

  function row(item) {
    return el(
      "li",
      { class: "tl-row", "data-kind": item.kind },
      el("span", { class: "num tl-at" }, onescreen.clock.moment(Date.parse(item.at))),
      el("span", { class: "tl-text" }, item.text),
      item.detail && typeof item.detail === "string"
        ? el("span", { class: "tl-detail" }, item.detail)
        : null,
      el("span", { class: "tl-actor" }, desk.actor(item.actor)),
    );
  }

  const recorded = ({ items }) => items.filter((one) => one.kind === "call_recording").length;

  function draw(box, state) {
    const { timeline } = desk.dossier.get();
    const failed = desk.dossier.failed("timeline");
    desk.part(box, [state.number, timeline, failed], () => [
      el("h4", { class: "dc-heading only-wide" }, t("时间线")),
      failed ? el("p", { class: "dc-reason" }, t("时间线暂时读不到：") + failed) : null,
      timeline ? desk.recordings.draw(state.number, recorded(timeline)) : null,
      timeline
        ? el("ol", { class: "tl" }, ...timeline.items.slice().reverse().map(row))
        : failed
          ? null
          : panels.says(t("正在读取…")),
    ]);
  }

  desk.cardParts.timeline = draw;
  panels.start(() => desk.dossier.on("change", desk.card.draw));
})();
