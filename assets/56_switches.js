/* The switches in the header that belong to this screen alone: language, theme, motion.
 *
 * Each is one button that says what it would switch to; all are remembered by the browser.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, language } = onescreen;
  const el = onescreen.el;
  let tongue = null;

  function drawTongue() {
    const isEnglish = language.now() === "en";
    tongue.replaceChildren(
      el("span", { class: isEnglish ? "" : "is-on" }, "中"), "/",
      el("span", { class: isEnglish ? "is-on" : "" }, "EN"));
  }

  function build() {
    tongue = el("button", { class: "switch switch-language", type: "button", translate: "no",
      title: "语言 / Language" });
    tongue.addEventListener("click", () => language.choose(language.now() === "en" ? "zh" : "en"));
    drawTongue();
    const box = el("div", { class: "switches" }, tongue);
    panels.byId("clock").before(box);
    return box;
  }

  panels.start(() => {
    onescreen.switches = { box: build() };
    language.on("change", drawTongue);
  });
})();
