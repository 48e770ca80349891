/* The switches in the header that belong to this screen alone: language, theme, motion.
 *
 * Each is one button that says what it would switch to; all are remembered by the browser.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, language, theme } = onescreen;
  const el = onescreen.el;
  const SVG = "http://www.w3.org/2000/svg";
  const SUN =
    "M12 7a5 5 0 1 0 0 10a5 5 0 0 0 0-10ZM12 1v3M12 20v3M1 12h3M20 12h3M4.2 4.2l2.1 2.1M17.7 17.7l2.1 2.1M4.2 19.8l2.1-2.1M17.7 6.3l2.1-2.1";
  const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4A8.5 8.5 0 1 0 20 14.5Z";
  let tongue = null;
  let room = null;

  function drawTongue() {
    const isEnglish = language.now() === "en";
    tongue.replaceChildren(
      el("span", { class: isEnglish ? "" : "is-on" }, "中"),
      "/",
      el("span", { class: isEnglish ? "is-on" : "" }, "EN"),
    );
  }

  /* The sign shows what the room would become. */
  function drawRoom() {
    const isBright = theme.now() === "bright";
    const says = isBright ? "换成暗室配色" : "换成亮室配色";
    room.title = says;
    room.setAttribute("aria-label", says);
    room.querySelector("path").setAttribute("d", isBright ? MOON : SUN);
  }

  function buildRoom() {
    const sign = document.createElementNS(SVG, "svg");
    sign.setAttribute("viewBox", "0 0 24 24");
    sign.setAttribute("class", "switch-sign");
    sign.setAttribute("aria-hidden", "true");
    sign.append(document.createElementNS(SVG, "path"));
    room = el("button", { class: "switch switch-theme", type: "button" }, sign);
    room.addEventListener("click", () =>
      theme.choose(theme.now() === "bright" ? "dark" : "bright"),
    );
    drawRoom();
  }

  function build() {
    buildRoom();
    tongue = el("button", {
      class: "switch switch-language",
      type: "button",
      translate: "no",
      title: "语言 / Language",
    });
    tongue.addEventListener("click", () => language.choose(language.now() === "en" ? "zh" : "en"));
    drawTongue();
    const box = el("div", { class: "switches" }, tongue, room);
    panels.byId("clock").before(box);
    return box;
  }

  panels.start(() => {
    onescreen.switches = { box: build() };
    language.on("change", drawTongue);
    theme.on(drawRoom);
  });
})();
