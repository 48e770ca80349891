/* The live socket: connects, says hello, tells how fresh the picture is, and heals itself.
 *
 *   live.on("snapshot", {epoch, seq, isNewEpoch})    live.on("frame", {from, seq, records})
 *   live.on("freshness", {state, seconds})           state: connecting | live | stale | offline
 *   live.freshness()  live.stats  live.reconnect()
 *   live.silentMs()      since the picture was last known to be whole; null before the first time
 *
 * <html data-live="…"> carries the state for the style sheet; a banner says it in words.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const STALE_AFTER_MS = 10000;
  const RELOAD_AFTER_MS = 60000;
  const RELOAD_AGAIN_MS = 30000;
  const CONNECT_WITHIN_MS = 8000;
  const BACKOFF_MIN_MS = 500;
  const BACKOFF_MAX_MS = 10000;
  const TICK_MS = 500;
  const BELOW_PX = 8;

  const stats = onescreen.protocol.newStats();
  const events = onescreen.emitter(stats);
  const startedAt = performance.now();
  let socket = null;
  let openedAt = 0;
  let isOpen = false;
  let heardAt = null;
  let attempt = 0;
  let retryTimer = null;
  let lastReloadTry = -Infinity;
  let current = { state: "connecting", seconds: 0 };
  let banner = null;

  const silenceMs = () => performance.now() - (heardAt === null ? startedAt : heardAt);

  /* What this page asks to see; what it may see is the server's decision. */
  function view() {
    return { role: "wall" };
  }

  const session = onescreen.protocol.createSession({
    picture: onescreen.picture,
    send: (text) => socket && socket.readyState === WebSocket.OPEN && socket.send(text),
    view,
    now: () => performance.now(),
    packed: window.DecompressionStream ? "gzip" : undefined,
    stats,
    onHeard() {
      heardAt = performance.now();
      attempt = 0;
      if (current.state !== "live") assess();
    },
    onSnapshot: (value) => events.emit("snapshot", value),
    onFrame: (value) => events.emit("frame", value),
  });

  function address() {
    const live = location.protocol.replace("http", "ws") + "//" + location.host + "/ws/live";
    return live + "?hello=" + encodeURIComponent(session.first());
  }

  /* Let go of a socket for good: none of its late events may reach us. */
  function abandon() {
    if (!socket) return;
    const old = socket;
    socket = null;
    isOpen = false;
    old.onopen = old.onmessage = old.onclose = old.onerror = null;
    try {
      old.close();
    } catch {
      /* It was never open. */
    }
  }

  /* A packed snapshot takes a moment to unfold; what came after it waits for its turn. */
  let queue = null;
  function hear(data) {
    if (queue) queue.push(data);
    else if (typeof data === "string") take(data);
    else unfold(socket, data);
  }

  async function unfold(mine, bytes) {
    queue = [];
    let text = null;
    try {
      const opened = new DecompressionStream("gzip");
      const entrance = opened.writable.getWriter();
      // what goes wrong here is told by the way out
      entrance.write(bytes).catch(() => {});
      entrance.close().catch(() => {});
      text = await new Response(opened.readable).text();
    } catch (error) {
      console.error("snapshot", error);
    }
    if (socket !== mine) return;
    const waiting = queue;
    queue = null;
    if (text === null) mine.close();
    else {
      take(text);
      waiting.forEach(hear);
    }
  }

  /* What arrives before all scripts ran waits for those who want to hear it. */
  let early = [];
  function take(text) {
    if (early) early.push(text);
    else session.message(text);
  }

  function ready() {
    const waiting = early || [];
    early = null;
    waiting.forEach(session.message);
  }

  function connect() {
    clearTimeout(retryTimer);
    retryTimer = null;
    abandon();
    if (early) early = [];
    queue = null;
    stats.connects += 1;
    openedAt = performance.now();
    try {
      socket = new WebSocket(address());
    } catch {
      retry();
      return;
    }
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      isOpen = true;
    };
    socket.onmessage = (event) => hear(event.data);
    socket.onclose = () => {
      stats.closes += 1;
      abandon();
      assess();
      retry();
    };
  }

  /* Full jitter: a hundred walls must not come back in the same moment. */
  function retry() {
    if (retryTimer !== null) return;
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** attempt);
    attempt = Math.min(attempt + 1, 10);
    retryTimer = setTimeout(connect, BACKOFF_MIN_MS / 2 + Math.random() * ceiling);
  }

  function judge() {
    const silent = silenceMs();
    const seconds = Math.floor(silent / 1000);
    if (heardAt === null) {
      return silent < STALE_AFTER_MS
        ? { state: "connecting", seconds }
        : { state: "offline", seconds };
    }
    if (!isOpen) return { state: "offline", seconds };
    return silent > STALE_AFTER_MS ? { state: "stale", seconds } : { state: "live", seconds: 0 };
  }

  function assess() {
    const next = judge();
    if (next.state === current.state && next.seconds === current.seconds) return;
    const isNewState = next.state !== current.state;
    current = next;
    document.documentElement.dataset.live = next.state;
    drawBanner();
    if (isNewState || next.state !== "live") events.emit("freshness", { ...next });
  }

  function bannerText() {
    if (current.state === "offline") return "连接中断 · 数据已停更 " + current.seconds + " 秒";
    return "数据已停更 " + current.seconds + " 秒";
  }

  function drawBanner() {
    const wanted = current.state === "stale" || current.state === "offline";
    if (!wanted) {
      if (banner) banner.hidden = true;
      return;
    }
    if (!banner) {
      banner = onescreen.el("div", { id: "live-banner", class: "live-banner", role: "alert" });
      document.body.append(banner);
    }
    banner.hidden = false;
    banner.textContent = bannerText();
    place(banner);
  }

  /* Below the row of topics, wherever the band of a level Ⅰ has moved it: no tab is covered. */
  function place(node) {
    const row = document.querySelector(".topics");
    if (row) node.style.top = Math.max(0, row.getBoundingClientRect().bottom) + BELOW_PX + "px";
  }

  /* A page that has been dumb for a minute loads itself anew, but only from a server that answers:
   * a wall showing old data and saying so is better than a browser's error page. */
  async function reloadIfAnswering() {
    if (performance.now() - lastReloadTry < RELOAD_AGAIN_MS) return;
    lastReloadTry = performance.now();
    const cancel = new AbortController();
    const timer = setTimeout(() => cancel.abort(), 4000);
    try {
      const answer = await fetch("/healthz", { cache: "no-store", signal: cancel.signal });
      const body = await answer.json();
      const isStillSilent = silenceMs() >= live.limits.reloadAfterMs;
      if (answer.ok && body && body.status && isStillSilent) live.reload();
    } catch {
      /* No answer: stay, and ask again. */
    } finally {
      clearTimeout(timer);
    }
  }

  function tick() {
    assess();
    const silent = silenceMs();
    const sinceOpening = performance.now() - openedAt;
    // A pulled cable closes nothing: give a silent socket up and try a new one.
    const isDeaf = socket && isOpen && silent > STALE_AFTER_MS && sinceOpening > STALE_AFTER_MS;
    const isStuck = socket && !isOpen && sinceOpening > CONNECT_WITHIN_MS;
    if (isDeaf || isStuck) {
      abandon();
      assess();
      retry();
    }
    if (silent >= live.limits.reloadAfterMs) reloadIfAnswering();
  }

  /* Back from a hidden tab, a sleeping machine or a lost network: look at once. */
  function wake() {
    if (!onescreen.route.isLive) return;
    assess();
    if (socket && isOpen && silenceMs() <= STALE_AFTER_MS) return;
    attempt = 0;
    if (!socket || performance.now() - openedAt > 1000) connect();
  }

  document.addEventListener("visibilitychange", () => document.hidden || wake());
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());

  const live = {
    on: events.on,
    off: events.off,
    stats,
    session,
    freshness: () => ({ ...current }),
    silentMs: () => (heardAt === null ? null : silenceMs()),
    reconnect: connect,
    limits: { reloadAfterMs: RELOAD_AFTER_MS },
    reload: () => location.reload(),
  };
  onescreen.live = live;
  document.documentElement.dataset.live = "connecting";
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
  // Before the page is drawn: the picture travels while React is still at work. Administrators see
  // no fact, and their pages must not be loaded anew for want of one.
  if (onescreen.route.isLive) {
    connect();
    setInterval(tick, TICK_MS);
  }
})();
