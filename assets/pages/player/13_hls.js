/* A picture by HLS, with low latency where the playlist is told in parts; a recording likewise.
 *
 *   hls({url, video, signal, within, isLowLatency, isPast, says}) → {stop(), isLost(), error()}
 *
 * hls.js is read when the first such picture is wanted (assets/pages/hls/). `says.clockOff(seconds)`
 * is told how far the recorder's clock, as the playlist writes it, is ahead of this machine's.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t, trouble, frames } = onescreen;
  const SETTINGS = {
    enableWorker: false, // a worker would be a blob, which no page's policy lets run
    maxBufferLength: 10,
    maxMaxBufferLength: 20,
    backBufferLength: 4,
    maxBufferSize: 12e6,
    liveSyncDurationCount: 2,
    manifestLoadingMaxRetry: 1,
    levelLoadingMaxRetry: 2,
    fragLoadingMaxRetry: 2,
  };
  const CODEC = new Set(["bufferAddCodecError", "manifestIncompatibleCodecsError"]);

  /* Our own refusal, which says what is wrong in the reader's language; none where it is no such thing. */
  function refusal(request) {
    try {
      const body = request.response || "";
      const text = typeof body === "string" ? body : new TextDecoder().decode(body);
      return JSON.parse(text).error || {};
    } catch {
      return {};
    }
  }

  /* A piece that is not there yet does not mean that the look is over. */
  function isOver(status, { code }) {
    return status === 401 || ([404, 410].includes(status) && code === "look_ended");
  }

  function ofHls(data) {
    const isLists = /manifest|level/.test(data.details || "");
    const half = isLists ? "signalling" : "media";
    const { status } = data.networkDetails || {};
    const refused = refusal(data.networkDetails);
    if (isOver(status, refused)) return trouble(half, t("画面的凭证已过期"), { code: "expired" });
    if (CODEC.has(data.details) || data.type === "mediaError")
      return trouble("media", t("浏览器解不出这种编码"), { code: "codec" });
    if (/TimeOut/.test(data.details || ""))
      return trouble(half, t("没有按时应答"), { code: "timeout" });
    if (refused.message)
      return trouble(refused.code === "video_no_media" ? "media" : half, refused.message);
    return trouble(half, isLists ? t("取不到播放列表") : t("取不到画面片段"));
  }

  function empty(video) {
    video.removeAttribute("src");
    video.load();
  }

  function followClock(player, Hls, says) {
    player.on(Hls.Events.FRAG_CHANGED, (_event, { frag }) => {
      if (!frag.programDateTime || !player.latency) return;
      /* What is played now was taken so long ago, if the recorder's clock is right. */
      says.clockOff((frag.programDateTime - Date.now()) / 1000 + player.latency);
    });
  }

  onescreen.hls = async function hls({ url, video, signal, within, isLowLatency, isPast, says }) {
    await onescreen.loadBundle("hls").catch(() => {
      throw trouble("signalling", t("播放组件没有载入"));
    });
    if (signal.aborted) throw trouble("media", "", { code: "gone" });
    const { Hls } = window;
    if (!Hls || !Hls.isSupported())
      throw trouble("media", t("这个浏览器放不了 HLS"), { code: "codec" });
    const player = new Hls({ ...SETTINGS, lowLatencyMode: Boolean(isLowLatency) });
    onescreen.players.holds("sources", player);
    let lost = null;
    let fails = null;
    const failed = new Promise((_resolve, reject) => {
      fails = reject;
    });
    failed.catch(() => {});
    player.on(Hls.Events.ERROR, (_event, data) => {
      if (!data.fatal) return;
      lost = ofHls(data);
      fails(lost);
    });
    if (!isPast) followClock(player, Hls, says);

    function stop() {
      player.destroy();
      onescreen.players.frees("sources", player);
      empty(video);
    }

    try {
      player.loadSource(url);
      player.attachMedia(video);
      await Promise.race([failed, frames.first(video, { within, signal })]);
    } catch (error) {
      stop();
      throw error;
    }
    return { stop, isLost: () => lost !== null, error: () => lost };
  };
})();
