/* The bar under the map: the last thing done or refused, why nothing may be done, and the main keys. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { panels, el, t } = onescreen;
  const SAID_MS = 12000;
  let said = "";
  let clear = null;

  const BUTTONS = [
    ["n", "接警"],
    ["p", "合派"],
    ["b", "力量"],
    ["q", "覆盖"],
    ["g", "统计"],
    ["h", "交接"],
    ["u", "排班"],
    ["?", "按键"],
  ];

  /* On a page of its own: the desk stays as it is. */
  const broadcasts = () =>
    el(
      "a",
      {
        id: "desk-broadcasts",
        class: "bar-button",
        href: "/broadcasts",
        target: "_blank",
        hidden: true,
      },
      t("广播"),
    );

  function press(key) {
    document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  function make([key, label]) {
    const node = el(
      "button",
      { class: "bar-button", type: "button", "data-key": key, "aria-keyshortcuts": key },
      el("kbd", {}, key),
      t(label),
    );
    node.addEventListener("click", () => press(key));
    return node;
  }

  /* How many grids nobody can reach in time; a press shades them and opens what can be done about it. */
  function drawLamp() {
    const lamp = panels.byId("desk-coverage-lamp");
    const held = desk.coverage && desk.coverage.get();
    const red = held ? desk.coverage.KINDS.map((kind) => held.red[kind]) : null;
    lamp.dataset.state = !red ? "off" : red.some(Boolean) ? "red" : "ok";
    panels.set(
      lamp.lastElementChild,
      red
        ? t("覆盖缺口 民警 {police} 格 · 网格员 {workers} 格", { police: red[0], workers: red[1] })
        : t("覆盖 未接入"),
    );
  }

  function makeLamp() {
    const lamp = el(
      "button",
      {
        id: "desk-coverage-lamp",
        class: "coverage-lamp",
        type: "button",
        "aria-keyshortcuts": "\\",
        title: t("点一下看缺口和补位建议（\\），并在地图上着色（q）"),
      },
      el("i", {}),
      el("span", {}),
    );
    lamp.addEventListener("click", () => {
      if (!desk.coverageMap.mode()) press("q");
      press("\\");
    });
    return lamp;
  }

  function draw() {
    drawLamp();
    panels.byId("desk-broadcasts").hidden = !desk.options.isCentre();
    const reason = desk.blocked();
    const busy = desk.orders.pending() ? t("正在办理…") : "";
    const text = panels.byId("desk-bar-text");
    text.classList.toggle("is-blocked", Boolean(reason));
    panels.set(text, reason || busy || said);
    document.documentElement.classList.toggle("desk-blocked", Boolean(reason));
  }

  function speak(words) {
    said = words;
    const live = panels.byId("desk-says");
    // The same sentence twice is spoken twice.
    live.textContent = "";
    onescreen.frame(() => (live.textContent = words));
    clearTimeout(clear);
    clear = setTimeout(() => {
      said = "";
      draw();
    }, SAID_MS);
    draw();
  }

  /* A browser cuts what does not fit and says nothing. */
  function tellCut(event) {
    const input = event.target;
    if (!(input.maxLength > 0) || !event.clipboardData) return;
    const { length } = event.clipboardData.getData("text");
    const room =
      input.maxLength - (input.value.length - (input.selectionEnd - input.selectionStart));
    if (length > room)
      speak(
        t("粘贴的有 {length} 字，这里最多 {most} 字，后面的没有粘上", {
          length,
          most: input.maxLength,
        }),
      );
  }

  panels.start(() => {
    document.addEventListener("paste", tellCut);
    panels.byId("title").textContent = onescreen.page.districtName + t(" 调度台");
    document.title = t("调度台") + " · " + onescreen.page.districtName;
    panels
      .byId("desk-bar")
      .replaceChildren(
        el(
          "div",
          { class: "bar-buttons", role: "toolbar", "aria-label": t("调度台操作") },
          ...BUTTONS.map(make),
        ),
        makeLamp(),
        broadcasts(),
        el("div", { id: "desk-bar-text", class: "bar-text" }),
      );
    desk.orders.on("say", speak);
    desk.orders.on("change", draw);
    onescreen.live.on("freshness", draw);
    setInterval(draw, 1000);
    draw();
  });
})();
