/* What a player is made of, and what it is told by its page: whether it is seen, and keeps up.
 *
 *   tile.parts(title)             its elements: {node, video, image, name, way, note, says, again}
 *   tile.weakness(video)          a function: true when this machine leaves out most of the frames
 *   tile.sight(node, changed)     {isSeen(), end()}: on screen and in front; `changed` when that turns
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t } = onescreen;
  const HIDDEN_AFTER_MS = 600;
  const WEAK = { window_ms: 10000, frames: 30, dropped: 0.7 };

  function parts(title) {
    const video = el("video", { playsinline: true, muted: true, "aria-hidden": "true" });
    video.muted = true;
    const image = el("img", { alt: "" });
    const name = el("b", { class: "player-name camera-name" }, title || "");
    const way = el("span", { class: "player-way" });
    const note = el("p", { class: "player-note", hidden: true });
    const says = el("p", { class: "player-says" });
    const again = el("button", { type: "button", class: "player-again", hidden: true }, t("重试"));
    const middle = el("div", { class: "player-middle" }, says, again);
    const foot = el("p", { class: "player-foot" }, name, way);
    const node = el("div", { class: "player", role: "group" }, video, image, middle, note, foot);
    return { node, video, image, name, way, note, says, again };
  }

  /* Of each frame that should have been shown, how many this machine left out. */
  function weakness(video) {
    let since = performance.now();
    let before = video.getVideoPlaybackQuality();
    return () => {
      if (performance.now() - since < WEAK.window_ms) return false;
      const now = video.getVideoPlaybackQuality();
      const total = now.totalVideoFrames - before.totalVideoFrames;
      const dropped = now.droppedVideoFrames - before.droppedVideoFrames;
      [since, before] = [performance.now(), now];
      return total >= WEAK.frames && dropped / total > WEAK.dropped;
    };
  }

  /* True while the tile is on screen and the page in front; `changed` is called when that turns. */
  function sight(node, changed) {
    let isInView = true;
    let timer = null;
    let isSeen = !document.hidden;
    const look = () => {
      clearTimeout(timer);
      const now = isInView && !document.hidden;
      const turn = () => {
        if (now === isSeen) return;
        isSeen = now;
        changed();
      };
      if (now) turn();
      else timer = setTimeout(turn, HIDDEN_AFTER_MS);
    };
    const observer = new IntersectionObserver((entries) => {
      isInView = entries[entries.length - 1].isIntersecting;
      look();
    });
    observer.observe(node);
    document.addEventListener("visibilitychange", look);
    function end() {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener("visibilitychange", look);
    }
    return { isSeen: () => isSeen, end };
  }

  onescreen.tile = { parts, weakness, sight, WEAK };
})();
