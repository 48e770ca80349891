/* The server's side of a camera, inside the page: the answers of api/video, and a WHEP endpoint whose
 * picture is a canvas that counts. `stub.breaks` names what is broken: a way, "media" (connected, no
 * frame), "open". What was asked stands in `stub.asked`. Real media: tests/browser/video/test_*media*.
 */
(function () {
  const real = window.fetch.bind(window);
  const stub = { breaks: new Set(), asked: [], peers: new Set(), lastsMs: 60000, ways: null };
  let looks = 0;

  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const pen = canvas.getContext("2d");
  let drawn = 0;
  function draw() {
    pen.fillStyle = "hsl(" + ((drawn * 7) % 360) + " 80% 50%)";
    pen.fillRect(0, 0, 320, 180);
    drawn += 1;
  }
  draw();
  setInterval(draw, 66);

  const json = (body, status = 200) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "Content-Type": "application/json", Date: new Date().toUTCString() },
    });
  const refused = (status, code, message) =>
    json({ error: { code, field: null, message } }, status);

  function opened(path) {
    if (stub.breaks.has("open")) return refused(503, "video_trouble", "录像机没有应答");
    if (stub.breaks.has("rights")) return refused(403, "forbidden", "本部门看不了这台摄像机");
    const name = decodeURIComponent(path.split("/")[5] || "");
    const look = path.includes("/looks/") ? path.split("/")[5] : "L-" + ++looks;
    return json({
      look_id: look,
      name,
      expires_at: new Date(Date.now() + stub.lastsMs).toISOString(),
      ways: stub.ways || [
        { kind: "whep", url: "/video/whep/" + look },
        { kind: "snapshot", url: "/video/snap/" + look },
      ],
      says: [],
      is_demo: false,
      clock_off_s: null,
    });
  }

  async function whep(offer) {
    if (stub.breaks.has("whep")) return refused(503, "video_trouble", "流媒体服务器没有启动");
    const peer = new RTCPeerConnection();
    stub.peers.add(peer);
    peer.addEventListener("connectionstatechange", () => {
      if (["closed", "failed", "disconnected"].includes(peer.connectionState)) end(peer);
    });
    await peer.setRemoteDescription({ type: "offer", sdp: offer });
    const [track] = canvas.captureStream(15).getTracks();
    if (stub.breaks.has("media")) track.enabled = false;
    if (!stub.breaks.has("media")) peer.addTrack(track);
    await peer.setLocalDescription(await peer.createAnswer());
    if (peer.iceGatheringState !== "complete")
      await new Promise((done) => {
        peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done();
      });
    const session = "/video/whep/s/" + stub.asked.length;
    stub.sessions.set(session, peer);
    return new Response(peer.localDescription.sdp, {
      status: 201,
      headers: { "Content-Type": "application/sdp", Location: session },
    });
  }

  stub.sessions = new Map();
  function end(peer) {
    for (const sender of peer.getSenders()) sender.track && sender.track.stop();
    peer.close();
    stub.peers.delete(peer);
  }

  async function snapshot() {
    if (stub.breaks.has("snapshot")) return refused(503, "video_no_media", "抓拍没有取到图片");
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
    return new Response(blob, { headers: { "Content-Type": "image/jpeg" } });
  }

  window.fetch = function (address, options = {}) {
    const path = new URL(address, location.href).pathname;
    const method = options.method || "GET";
    if (!/^\/(api\/v1\/)?video\//.test(path)) return real(address, options);
    stub.asked.push(method + " " + path);
    if (method === "DELETE") {
      const peer = stub.sessions.get(path);
      stub.sessions.delete(path);
      if (peer) end(peer);
      return Promise.resolve(new Response(null, { status: 204 }));
    }
    if (/\/(close|seen)$/.test(path)) return Promise.resolve(new Response(null, { status: 204 }));
    if (path.endsWith("/renew") && stub.breaks.has("renew"))
      return Promise.resolve(refused(404, "look_ended", "查看已结束"));
    if (path.startsWith("/api/")) return Promise.resolve(opened(path));
    if (path.startsWith("/video/whep")) return whep(options.body);
    return snapshot();
  };
  window.stub = stub;
})();
