/* A picture by WHEP: one offer, one answer, no further signalling. Sound is not asked for.
 *
 *   whep({url, video, signal, within}) → {stop(), isLost()} once the first frame is decoded
 *
 * All candidates go with the offer, so that nothing is patched later; the session's address comes in
 * `Location` and is deleted at the end, also when the page is closed.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t, trouble, frames } = onescreen;
  const GATHER_MS = 800;
  const ANSWER_MS = 8000;
  const LOST = new Set(["failed", "closed"]);

  function gathered(peer, signal) {
    const isDone = () => peer.iceGatheringState === "complete";
    if (isDone()) return Promise.resolve();
    const done = new Promise((resolve) => {
      peer.addEventListener("icegatheringstatechange", () => isDone() && resolve());
    });
    return Promise.race([done, frames.pause(GATHER_MS, signal)]);
  }

  async function answered(url, offer, signal) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/sdp", "Onescreen-Lang": onescreen.language.now() },
      body: offer,
      cache: "no-store",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    }).catch((error) => {
      throw trouble.ofThrown(error);
    });
    if (!answer.ok) throw await trouble.ofAnswer(answer);
    return { sdp: await answer.text(), session: answer.headers.get("Location") };
  }

  /* Bytes that come and are never decoded name the codec; no bytes, the way there. */
  async function whyBlack(peer, error) {
    if (error.code !== "timeout") return error;
    let bytes = 0;
    for (const one of (await peer.getStats()).values())
      if (one.type === "inbound-rtp") bytes += one.bytesReceived || 0;
    if (bytes)
      return trouble("media", t("码流到了，浏览器解不出画面（可能是 H.265 或 B 帧）"), {
        code: "codec",
      });
    return trouble("media", t("没有收到码流（网络或端口不通）"), { code: "timeout" });
  }

  onescreen.whep = async function whep({ url, video, signal, within }) {
    const peer = new RTCPeerConnection();
    onescreen.players.holds("connections", peer);
    const stream = new MediaStream();
    let session = null;

    function stop() {
      peer.close();
      onescreen.players.frees("connections", peer);
      for (const track of stream.getTracks()) {
        track.stop();
        stream.removeTrack(track);
      }
      video.srcObject = null;
      if (session) fetch(session, { method: "DELETE", keepalive: true }).catch(() => {});
      session = null;
    }

    try {
      peer.addTransceiver("video", { direction: "recvonly" });
      peer.ontrack = ({ track }) => stream.addTrack(track);
      await peer.setLocalDescription();
      await gathered(peer, signal);
      const told = await answered(url, peer.localDescription.sdp, signal);
      if (told.session) session = new URL(told.session, new URL(url, location.href)).href;
      await peer.setRemoteDescription({ type: "answer", sdp: told.sdp }).catch(() => {
        throw trouble("signalling", t("媒体服务器的应答读不懂"), { code: "codec" });
      });
      video.srcObject = stream;
      await frames.first(video, { within, signal });
    } catch (thrown) {
      const error = thrown.half === "media" ? await whyBlack(peer, thrown) : thrown;
      stop();
      throw error;
    }
    return { stop, isLost: () => LOST.has(peer.connectionState) };
  };
})();
