/* Frames that were really decoded: without one a tile is black, whatever the connection says.
 *
 *   frames.count(video)                      decoded so far
 *   frames.first(video, {within, signal})    a promise of the first one; fails as "media"
 *   frames.pause(ms, signal)                 a promise that waits; fails when stopped
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t, trouble } = onescreen;
  const LOOKED_EVERY_MS = 50;

  const gone = () => trouble("media", "", { code: "gone" });

  function pause(ms, signal) {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(gone());
      const stopped = () => {
        clearTimeout(timer);
        reject(gone());
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stopped);
        resolve();
      }, ms);
      signal.addEventListener("abort", stopped, { once: true });
    });
  }

  const count = (video) => video.getVideoPlaybackQuality().totalVideoFrames;

  /* A paused video decodes nothing: one that may not start by itself is no reason to fall back. */
  async function first(video, { within, signal }) {
    const before = count(video);
    const until = performance.now() + within;
    video.play().catch(() => {});
    while (count(video) <= before || !video.videoWidth) {
      if (performance.now() > until)
        throw trouble(
          "media",
          t("{n} 秒内没有解出画面（可能是 H.265、B 帧，或没有码流）", {
            n: Math.round(within / 1000),
          }),
          { code: "timeout" },
        );
      await pause(LOOKED_EVERY_MS, signal);
    }
  }

  onescreen.frames = { count, first, pause };
})();
