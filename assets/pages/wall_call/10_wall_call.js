/* Somebody in a call, beside the map: seen, never heard; this wall sends nothing (docs/decisions/0158).
 *
 * The server lets the wall in by what was sent to it (`/ws/wall`), and whom it shows connects to it. A
 * picture without new frames says so and is dimmed: what stands must not look alive.
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { calls, el, t } = onescreen;
  const STANDS_AFTER_MS = 5000;
  const SILENT_MS = 12000;
  const AGAIN_MS = 1500;
  const NOTHING = { stream: new MediaStream(), hasPicture: () => false };
  const { node, box, says, show, hide } = onescreen.inset(t("现场画面"));
  const live = el("strong", { class: "scene-live" });
  const who = el("span", { class: "scene-who", translate: "no" });
  const time = el("span", { class: "num scene-time" });
  let shown = "";
  let socket = null;
  let heardAt = 0;
  let scene = null;
  let ice = null;
  let peer = null;
  let frames = 0;
  let newAt = 0; // when the last new frame was seen; 0 before the first

  const talk = calls.talk((message) => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  });
  const say = (data) =>
    talk
      .say("signal", { room_id: scene.room_id, to: scene.member.member_id, data })
      .catch(() => {}); // the line is broken: the next one begins anew

  function unconnect() {
    if (peer) peer.close();
    peer = null;
    [frames, newAt] = [0, 0];
    box.replaceChildren();
  }

  function connect() {
    unconnect();
    peer = calls.peer({
      ice,
      media: NOTHING,
      isPolite: true,
      send: say,
      refresh: () =>
        talk
          .say("ice", { room_id: scene.room_id })
          .then((fresh) => peer && peer.renew((ice = fresh.ice)))
          .catch(() => {}), // without a line the old words must do
      onStream(stream) {
        const [film] = box.children;
        if (!film || film.srcObject !== stream) box.replaceChildren(calls.film(stream, true));
      },
      onState: () => {},
      onLost: () => socket && socket.close(), // begin anew
    });
  }

  function take(message) {
    if (talk.heard(message)) return;
    if (message.scene) {
      const before = scene && scene.member && scene.member.member_id;
      ({ scene } = message);
      ice = message.ice || ice;
      if (!scene.member) unconnect();
      else if (scene.member.member_id !== before || !peer) connect();
      tick();
    } else if (message.signal && peer) peer.take(message.signal.data);
    else if (message.over) socket.close();
  }

  function open() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const made = (socket = new WebSocket(scheme + "//" + location.host + "/ws/wall"));
    heardAt = performance.now();
    made.onmessage = ({ data }) => {
      if (socket !== made) return;
      heardAt = performance.now();
      take(JSON.parse(data));
    };
    made.onclose = () => {
      if (socket !== made) return;
      end();
      // What is on this wall now? Perhaps nothing; perhaps the server was away for a moment.
      if (shown) onescreen.wallTile.lookIn(AGAIN_MS);
    };
  }

  function end() {
    const old = socket;
    [socket, scene] = [null, null];
    if (old) old.close();
    talk.broke();
    unconnect();
    tick();
  }

  function tell(state, text) {
    node.dataset.state = state;
    live.textContent = text;
  }

  function tick() {
    if (!shown) return;
    const since = scene && scene.answered_at && Date.parse(scene.answered_at);
    const names = scene ? [scene.number, scene.call_sign] : shown.names;
    who.textContent = names.filter(Boolean).join(" · ");
    time.textContent = since ? calls.length(onescreen.picture.serverNow() - since) : "";
    if (!newAt) tell("waiting", t("正在接通现场画面"));
    else {
      const stood = performance.now() - newAt;
      if (stood < STANDS_AFTER_MS) tell("live", t("实况"));
      else tell("still", t("画面已停 {count} 秒，不是实况", { count: Math.floor(stood / 1000) }));
    }
  }

  async function count() {
    if (!peer) return;
    const { pc } = peer;
    const stats = await pc.getStats();
    let now = 0;
    for (const one of stats.values())
      if (one.type === "inbound-rtp" && one.kind === "video") now += one.framesDecoded || 0;
    if (!peer || peer.pc !== pc) return;
    if (now > frames) newAt = performance.now();
    frames = now;
  }

  setInterval(() => {
    if (!shown) return;
    if (socket && performance.now() - heardAt > SILENT_MS) socket.close();
    count()
      .catch(() => {}) // closed meanwhile
      .then(tick);
  }, 1000);

  node.classList.add("wall-call");
  says.append(live, who, time);
  onescreen.wallTile.showers.call = function showCall(tile) {
    const key = tile && tile.camera + "|" + tile.sent_at;
    if (shown && shown.key !== key) {
      shown = "";
      end();
      hide();
    }
    if (!tile) return;
    if (!shown) {
      shown = { key, names: [tile.number, tile.title] };
      show();
    }
    if (!socket) open();
    tick();
  };
  onescreen.wallCall = { told: () => ({ frames, state: node.dataset.state, pc: peer && peer.pc }) };
})();
