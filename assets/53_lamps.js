/* The lamps in the header: what brings data, what has fallen silent, what is not connected yet. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const el = onescreen.el;
  const ASK_EVERY_MS = 10000;
  const ANSWER_WITHIN_MS = 5000;
  const COUNT_EVERY_MS = 1000;
  const RED_AFTER_MS = 300000;
  const PARTS = {
    areas: "底图",
    ingest: "接入",
    kpis: "指标计算",
    tracks: "轨迹整理",
    demo: "演示模拟器",
    hub: "实时推送",
    packing: "页面压缩",
    people: "账号",
    seals: "日志封存",
    briefs: "早报",
    timers: "时限提醒",
    places: "地名索引",
    coverage: "覆盖计算",
    topics: "专题",
    retention: "日志清理",
  };
  let health = null;
  let heardAt = null;
  let isAway = false;
  let unshown = 0;

  function lamp(state, text, note) {
    const node = el(
      "span",
      { class: "lamp-line", "data-state": state },
      el("i", { class: "lamp" }),
      el("span", {}, text),
    );
    return panels.tell(node, "系统状态", heardAt || "", note);
  }

  /* A feed that should be heard and is not turns amber, then red; which one, and since when. */
  function feedLamp() {
    if (isAway) return lamp("stale", "数据源 未知", "服务没有回答");
    if (!health) return lamp("connecting", "数据源 …", "正在询问服务");
    const feeds = Object.entries(health.feeds || {});
    const late = feeds.filter(([, feed]) => feed.state === "silent" || feed.state === "failed");
    if (!late.length) {
      if (health.status !== "ok") return lamp("stale", "服务降级", "服务自报状态不正常");
      return lamp(
        "live",
        "数据源 " + feeds.length + "/" + feeds.length,
        feeds
          .map(([name, feed]) => (words.SOURCE[name] || name) + " " + feed.accepted + " 条")
          .join("，") || "还没有数据源送来数据",
      );
    }
    const [name, feed] = late[0];
    const silent = feed.last_at ? panels.now() - Date.parse(feed.last_at) : Infinity;
    const since = Number.isFinite(silent) ? "静默 " + words.age(silent) : "静默";
    return lamp(
      silent > RED_AFTER_MS ? "offline" : "stale",
      (words.SOURCE[name] || name) + " " + since,
      late.length + " 个数据源没有按时送来数据",
    );
  }

  /* What is worse than a silent feed: the server itself says that a part of it does not work. */
  function serverLamp() {
    if (isAway || !health) return null;
    const { database, hub, stopped } = health;
    if (database && database.status === "full")
      return lamp("offline", "磁盘已满", "新的事实写不进去");
    if (database && database.status !== "ok")
      return lamp("offline", "数据库 无应答", "新的事实写不进去");
    if (Array.isArray(stopped) && stopped.length) {
      const names = stopped.map((name) => PARTS[name] || "后台任务");
      const more = names.length > 1 ? " 等 " + names.length : "";
      return lamp("offline", names[0] + more + " 已停", "后台部分已停止：" + names.join("、"));
    }
    return hub && hub.alive === false
      ? lamp("offline", "实时推送 已停", "画面收不到新的事实")
      : null;
  }

  /* What came and cannot be drawn must not vanish silently. */
  function refusedLamp() {
    if (!unshown) return null;
    return lamp(
      "stale",
      "有 " + unshown + " 条数据未能显示，请刷新",
      "收到的数据不合约定，页面可能需要更新",
    );
  }

  function draw() {
    const box = panels.byId("lamps");
    box.className = "lamps";
    const last = refusedLamp() || lamp("off", "天气 未接入", "气象数据源还没有接入");
    box.replaceChildren(serverLamp() || feedLamp(), last);
  }

  function count() {
    if (unshown === onescreen.live.stats.unshown) return;
    unshown = onescreen.live.stats.unshown;
    draw();
  }

  async function ask() {
    try {
      const answer = await fetch("/healthz", {
        cache: "no-store",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const body = await answer.json();
      if (!onescreen.check.isObject(body) || !body.status) throw new Error("not a health answer");
      health = body;
      isAway = false;
      heardAt = panels.iso(panels.now());
    } catch {
      isAway = true;
    }
    draw();
  }

  panels.start(() => {
    draw();
    panels.redraw(ask);
    setInterval(() => document.hidden || ask(), ASK_EVERY_MS);
    setInterval(count, COUNT_EVERY_MS);
    for (const event of ["online", "offline"]) window.addEventListener(event, ask);
    document.addEventListener("visibilitychange", () => document.hidden || ask());
  });
})();
