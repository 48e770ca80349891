/* A picture of one camera, wherever on a page it is wanted.
 *
 *   const handle = onescreen.player.mount(element, cameraId, {why, title, sub, span, at});
 *   handle.stop()         ends the look and frees everything; the element is empty again
 *   handle.retry()        what the button of a failed tile does
 *   handle.on(fn)         fn({state, way, text}) at each change; returns the function that ends it
 *   handle.told()         {state, way, text, firstFrameMs, frames}
 *
 * `why` is what the register of looks is told: {kind: "incident", subject: "…"}, as api/video reads it
 * (docs/video.md, "Why somebody looks"). `title`: what the tile is called, else the camera's name.
 * `sub`: the small stream, for many tiles. `span`: {start, end} of a recording. `at`: another door that
 * opens, such as the one of a paired wall.
 *
 * On the glass load it first: `await onescreen.loadBundle("player")`; a working page names "player"
 * among its assets (domain/pages/) and carries `blob:` among its `media`.
 *
 * The quickest way that shows a picture is kept: WHEP, HLS with low latency, HLS, else a picture every
 * few seconds. A way counts as shown when a frame was decoded, not when it is connected. states:
 * waiting, opening, connecting, playing, hidden, failed, ended. A tile nobody sees is stopped.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t, trouble, frames, looks } = onescreen;
  const { parts, weakness, sight, WEAK } = onescreen.tile;
  const WITHIN_MS = { whep: 4000, llhls: 8000, hls: 10000 };
  const WAY_WORDS = {
    whep: "实时",
    llhls: "低延迟",
    hls: "流媒体",
    snapshot: "逐张图片",
  };
  const LOOK_MS = 1000;
  const STALLED_MS = 6000;
  const RENEW_AT = 0.5;
  const TOLD_MORE_MS = 3000; // what the server has learned by showing it, such as a wrong clock
  const AGAIN_MS = [3000, 10000, 30000];
  const TIRES_AFTER = 2;
  const CLOCK_OFF_S = 60;
  const starts = {
    whep: (asked) => onescreen.whep(asked),
    llhls: (asked) => onescreen.hls({ ...asked, isLowLatency: true }),
    hls: (asked) => onescreen.hls(asked),
    snapshot: (asked) => onescreen.snapshots(asked),
  };

  class Player {
    constructor(element, camera, options) {
      this.camera = camera;
      this.options = options;
      this.listeners = new Set();
      this.unable = new Set();
      this.losses = new Map();
      this.tries = 0;
      this.state = "waiting";
      this.way = "";
      this.text = "";
      this.weak = "";
      this.firstFrameMs = null;
      this.isStopped = false;
      this.wake = () => {};
      this.watching = new AbortController();
      this.parts = parts(options.title);
      this.parts.again.addEventListener("click", () => this.retry());
      element.replaceChildren(this.parts.node);
      this.sight = sight(this.parts.node, () => this.turned());
      onescreen.players.holds("players", this);
      this.run();
    }

    /* ---- what it says ---- */

    tell(state, text = "", { way = "" } = {}) {
      if (this.isStopped) return;
      Object.assign(this, { state, text, way });
      const { node, says, again } = this.parts;
      Object.assign(node.dataset, { state, way });
      says.textContent = text;
      again.hidden = state !== "failed";
      this.parts.way.textContent = way ? t(WAY_WORDS[way]) : "";
      const title = this.parts.name.textContent;
      node.setAttribute("aria-label", [title, text || t("正在播放")].filter(Boolean).join("，"));
      for (const fn of [...this.listeners]) fn(this.told());
    }

    note(text) {
      this.parts.note.textContent = text;
      this.parts.note.hidden = !text;
    }

    told() {
      const { state, way, text, firstFrameMs } = this;
      return { state, way, text, firstFrameMs, frames: frames.count(this.parts.video) };
    }

    /* ---- its life ---- */

    turned() {
      if (!this.sight.isSeen()) this.watching.abort();
      this.wake();
    }

    retry() {
      this.tries = 0;
      this.losses.clear();
      this.wake();
    }

    stop() {
      if (this.isStopped) return;
      this.isStopped = true;
      this.watching.abort();
      this.sight.end();
      this.listeners.clear();
      onescreen.players.frees("players", this);
      this.wake();
      this.parts.node.remove();
    }

    /* Wait until something happens; with `ms`, at most so long. */
    async rest(ms) {
      await new Promise((resolve) => {
        const timer = ms === undefined ? null : setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = () => {};
    }

    async run() {
      while (!this.isStopped) {
        if (!this.sight.isSeen()) {
          this.note("");
          this.tell("hidden", t("没有人在看，已停止"));
          await this.rest();
          continue;
        }
        this.watching = new AbortController();
        try {
          await this.watch(this.watching.signal);
        } catch (error) {
          if (!error.half) reportError(error);
          if (!this.isStopped && this.sight.isSeen()) await this.failed(error);
        }
      }
    }

    async failed(error) {
      if (error.code === "gone") return;
      if (error.code === "expired" && this.tries === 0) {
        this.tries += 1; // the look is over, such as after the machine slept: open anew at once
        return;
      }
      const said = error.half ? trouble.told(error) : t("播放出错");
      if (error.code === "refused") {
        this.tell("failed", error.text);
        return this.rest();
      }
      const wait = AGAIN_MS[this.tries];
      this.tries += 1;
      const then = wait ? t("，{n} 秒后再试", { n: wait / 1000 }) : "";
      this.tell("failed", said + then);
      await this.rest(wait);
    }

    /* One look: opened, shown by the first way that can, followed until it is lost. */
    async watch(signal) {
      const startedAt = performance.now();
      this.tell("opening", t("正在登记并请求画面…"));
      const opened = await this.open(signal);
      try {
        if (signal.aborted) return;
        if (!this.options.title) this.parts.name.textContent = opened.name || this.camera;
        const showing = await this.shown(opened, signal);
        try {
          this.firstFrameMs = Math.round(performance.now() - startedAt);
          if (showing.kind !== "snapshot") looks.seen(opened); // a still says nothing of the stream
          this.sayBeside(opened);
          await this.follow(opened, showing, signal);
        } finally {
          showing.stop();
        }
      } finally {
        looks.close(opened);
      }
    }

    /* A first time-out after a pause is well known: the recorder wakes up, and the second goes well. */
    async open(signal) {
      const ask = () => looks.open(this.camera, this.options);
      const once = async () => {
        try {
          return await ask();
        } catch (error) {
          if (signal.aborted || error.code === "refused" || error.code === "expired") throw error;
          this.tell("opening", t("第一次没有应答，再试一次…"));
          return ask();
        }
      };
      return looks.inTurn(once, signal);
    }

    usable(opened) {
      const isTired = (way) => (this.losses.get(way.kind) || 0) >= TIRES_AFTER;
      const able = opened.ways.filter((way) => way.kind in starts && !this.unable.has(way.kind));
      const fresh = able.filter((way) => !isTired(way));
      return fresh.length ? fresh : able;
    }

    async shown(opened, signal) {
      let last = trouble("media", t("没有浏览器能播放的画面"), { code: "refused" });
      const failures = [];
      for (const way of this.usable(opened)) {
        try {
          const showing = await this.tried(way, signal);
          const words = failures.map(trouble.told).join("；");
          this.fallback = words
            ? t("已改用{way}：{words}", { way: t(WAY_WORDS[way.kind]), words })
            : this.weak;
          this.tell("playing", "", { way: way.kind });
          return { ...showing, kind: way.kind };
        } catch (error) {
          if (error.code === "gone" || error.code === "expired") throw error;
          if (error.code === "codec") this.unable.add(way.kind);
          if (!failures.some((one) => one.text === error.text)) failures.push(error);
          last = error;
        }
      }
      throw last;
    }

    async tried(way, signal) {
      const asked = {
        url: way.url,
        video: this.parts.video,
        image: this.parts.image,
        within: WITHIN_MS[way.kind],
        isPast: Boolean(this.options.span),
        says: this.hears(),
        signal,
      };
      this.tell("connecting", t("正在连接（{way}）…", { way: t(WAY_WORDS[way.kind]) }));
      try {
        return await starts[way.kind](asked);
      } catch (error) {
        if (signal.aborted || error.code !== "timeout") throw error;
        this.tell(
          "connecting",
          t("第一次超时，再试一次（{way}）…", { way: t(WAY_WORDS[way.kind]) }),
        );
        return starts[way.kind](asked);
      }
    }

    hears() {
      return {
        clockOff: (seconds) => {
          this.clockOffS ??= seconds;
        },
        taken: (at) => {
          const two = (n) => String(n).padStart(2, "0");
          const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":");
          this.parts.way.textContent =
            t("每 {n} 秒一张", { n: onescreen.snapshots.EVERY_MS / 1000 }) + " " + clock;
        },
      };
    }

    /* Beside the picture: what fell back, what the server says of it, and a clock that is wrong. */
    sayBeside(opened) {
      const off = opened.clockOffS ?? this.clockOffS ?? 0;
      const isSaid = opened.clockOffS !== null && opened.says.length > 0;
      const wrong =
        Math.abs(off) >= CLOCK_OFF_S && !isSaid
          ? t(off > 0 ? "录像机时钟快了 {time}" : "录像机时钟慢了 {time}", {
              time: onescreen.words.clock(Math.abs(off) * 1000),
            })
          : "";
      const demo = opened.isDemo ? t("演示画面") : "";
      this.note([demo, ...opened.says, wrong, this.fallback].filter(Boolean).join(" · "));
    }

    /* Lost, stalled, too much for this machine, or the token about to end. */
    async follow(opened, showing, signal) {
      const { video } = this.parts;
      const isWeak = weakness(video);
      let count = frames.count(video);
      let movedAt = performance.now();
      let renewAt = Math.min(this.renewAt(opened), movedAt + TOLD_MORE_MS);
      for (;;) {
        await frames.pause(LOOK_MS, signal);
        const now = performance.now();
        if (now >= renewAt)
          renewAt = this.renewAt(Object.assign(opened, await looks.renew(opened)));
        if (showing.isLost()) throw this.lost(showing, showing.error && showing.error());
        if (showing.kind === "snapshot") continue;
        if (frames.count(video) !== count) [count, movedAt] = [frames.count(video), now];
        else if (video.ended) return this.ended(opened, signal);
        else if (now - movedAt > STALLED_MS) throw this.lost(showing, null);
        if (now - movedAt < LOOK_MS && this.tries) this.tries = 0;
        if (isWeak() && opened.ways.some((way) => way.kind === "snapshot")) {
          for (const kind of ["whep", "llhls", "hls"]) this.unable.add(kind);
          this.weak = t("本机解码跟不上，已改用逐张图片");
          throw trouble("media", t("本机解码跟不上"), { code: "gone" });
        }
        this.sayBeside(opened);
      }
    }

    renewAt(opened) {
      const now = performance.now();
      return now + Math.max(1000, (opened.untilMs - now) * RENEW_AT);
    }

    lost(showing, error) {
      this.losses.set(showing.kind, (this.losses.get(showing.kind) || 0) + 1);
      return error || trouble("media", t("画面中断了 {n} 秒", { n: STALLED_MS / 1000 }));
    }

    /* A recording that has been shown to its end. */
    async ended(_opened, signal) {
      this.tell("ended", t("录像放完了"), { way: this.way });
      for (;;) await frames.pause(60000, signal);
    }
  }

  function mount(element, camera, options = {}) {
    const player = new Player(element, camera, options);
    return {
      stop: () => player.stop(),
      retry: () => player.retry(),
      told: () => player.told(),
      on(fn) {
        player.listeners.add(fn);
        return () => player.listeners.delete(fn);
      },
    };
  }

  onescreen.player = { mount, WITHIN_MS, WEAK };
})();
