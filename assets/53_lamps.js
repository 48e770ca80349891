/* The lamps in the header: what brings data, what has fallen silent, what is not connected yet. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  const ASK_EVERY_MS = 10000;
  const RED_AFTER_MS = 300000;
  let health = null;
  let heardAt = null;
  let isAway = false;

  function lamp(state, text, note) {
    const node = el("span", { class: "lamp-line", "data-state": state },
      el("i", { class: "lamp" }), el("span", {}, text));
    return panels.tell(node, "系统状态", heardAt || panels.iso(panels.now()), note);
  }

  /* A feed that should be heard and is not turns amber, then red; which one, and since when. */
  function feedLamp() {
    if (isAway) return lamp("stale", "数据源 未知", "服务没有回答");
    if (!health) return lamp("connecting", "数据源 …", "正在询问服务");
    const feeds = Object.entries(health.feeds || {});
    const late = feeds.filter(([, feed]) => feed.state === "silent" || feed.state === "failed");
    if (!late.length) {
      return lamp("live", "数据源 " + feeds.length + "/" + feeds.length, feeds.map(([name, feed]) =>
        (words.SOURCE[name] || name) + " " + feed.accepted + " 条").join("，") || "还没有数据源送来数据");
    }
    const [name, feed] = late[0];
    const silent = feed.last_at ? panels.now() - Date.parse(feed.last_at) : Infinity;
    const since = Number.isFinite(silent) ? "静默 " + words.age(silent) : "静默";
    return lamp(silent > RED_AFTER_MS ? "offline" : "stale",
      (words.SOURCE[name] || name) + " " + since, late.length + " 个数据源没有按时送来数据");
  }

  function draw() {
    const box = panels.byId("lamps");
    box.className = "lamps";
    box.replaceChildren(feedLamp(), lamp("off", "天气 未接入", "气象数据源还没有接入"));
  }

  async function ask() {
    try {
      const answer = await fetch("/healthz", { cache: "no-store" });
      health = await answer.json();
      isAway = false;
      heardAt = panels.iso(panels.now());
    } catch {
      isAway = true;
    }
    draw();
  }

  panels.start(() => {
    draw();
    ask();
    setInterval(() => document.hidden || ask(), ASK_EVERY_MS);
  });
})();
