/* Everything that ticks: the district's clock, the freshness badge, and all ages on the screen.
 *
 * An element with data-since="<ISO moment>" shows how long ago that was, as a running clock
 * (data-since-form="clock") or in words ("age").
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  let formatDay = null;
  let formatTime = null;
  let formatDate = null;
  let parts = null;

  function makeFormats() {
    const timeZone = onescreen.page.root.dataset.zone || "Asia/Shanghai";
    const tongue = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
    formatDay = new Intl.DateTimeFormat(tongue, {
      timeZone,
      month: tongue === "zh-CN" ? "long" : "short",
      day: "numeric",
      weekday: "short",
    });
    formatTime = new Intl.DateTimeFormat("zh-CN", {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    formatDate = new Intl.DateTimeFormat(tongue, {
      timeZone,
      year: "numeric",
      month: "long",
      day: "numeric",
    });
  }

  function makeClock() {
    if (!formatTime) makeFormats();
    parts = {
      day: el("span", { class: "clock-day" }),
      time: el("span", { class: "num clock-time" }),
    };
    panels.byId("clock").replaceChildren(parts.day, parts.time);
  }

  /* hh:mm:ss in the district's zone. */
  function timeOfDay(ms) {
    if (!formatTime && onescreen.page) makeFormats();
    return formatTime ? formatTime.format(ms) : "";
  }

  /* hh:mm:ss, with the date in front unless it is today's. */
  function moment(ms) {
    const time = timeOfDay(ms);
    if (!formatDate) return time;
    const date = formatDate.format(ms);
    return date === formatDate.format(panels.now()) ? time : date + " " + time;
  }

  function tickAges() {
    const now = panels.now();
    for (const node of document.querySelectorAll("[data-since]")) {
      const since = Date.parse(node.dataset.since);
      if (!Number.isFinite(since)) continue;
      const write = node.dataset.sinceForm === "clock" ? words.clock : words.age;
      const text = write(now - since);
      if (node.textContent !== text) node.textContent = text;
    }
  }

  function drawFreshness() {
    const box = panels.byId("freshness");
    const fresh = onescreen.live.freshness();
    const says = {
      live: "实时",
      connecting: "正在连接",
      stale: "已停更 " + fresh.seconds + " 秒",
      offline: "已断开 " + fresh.seconds + " 秒",
    };
    if (!box.firstChild) {
      box.replaceChildren(el("i", { class: "lamp" }), el("span", {}), el("span", { class: "num" }));
    }
    box.dataset.state = fresh.state;
    panels.set(box.children[1], says[fresh.state]);
    const seq = onescreen.picture.seq;
    const text = seq === null ? "" : "#" + seq;
    if (box.children[2].textContent !== text) box.children[2].textContent = text;
    panels.tell(box, "实时通道", panels.asOf(), "最近一次收到消息；序号是日志里最后一条事实的编号");
  }

  function drawTime() {
    const now = panels.now();
    const time = timeOfDay(now);
    if (parts.time.textContent !== time) parts.time.textContent = time;
    const day = formatDay.format(now);
    if (parts.day.textContent !== day) parts.day.textContent = day;
    tickAges();
    drawFreshness();
  }

  function tick() {
    if (!parts) return;
    drawTime();
    setTimeout(tick, 1000 - (panels.now() % 1000) + 5);
  }

  onescreen.clock = { timeOfDay, moment, tickAges };
  panels.start(() => {
    panels.redraw(() => {
      makeClock();
      tick();
    });
    onescreen.live.on("freshness", drawFreshness);
    onescreen.language.on("change", () => {
      makeFormats();
      if (parts) drawTime();
    });
    panels.draw(["incident", "unit", "kpi"], tickAges);
  });
})();
