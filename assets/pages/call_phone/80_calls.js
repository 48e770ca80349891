/* Calls on the phone: it rings, is answered, and the desk is seen and heard (assets/pages/call/).
 *
 * Both phones of a unit ring; the first answer counts, the other is told so. Without a microphone the desk
 * is told why, and is offered the telephone.
 *
 *   field.call.now()    the room, null without one
 */
(function () {
  "use strict";
  const { field, calls, t } = window.onescreen;
  const { el } = field;
  const ringing = new Map();
  const films = new Map();
  let room = null;
  let isMuted = false;
  let isHidden = false;
  let trouble = "";

  const talk = calls.talk((message) => field.tellServer({ kind: "call", ...message }));
  const nameOf = (call) => "call-" + call.call_id;
  const sayBad = (text) => field.say(text, { isBad: true });

  /* ---- ringing ---- */

  function ring(call) {
    if (ringing.has(call.call_id)) return;
    ringing.set(call.call_id, call);
    talk.say("rang", { call_id: call.call_id }).catch(() => {}); // over meanwhile: `unring` comes
    field.ring(nameOf(call), {
      title: t("指挥中心来电"),
      text: [call.call_sign, call.number].filter(Boolean).join(" · "),
      buttons: [
        { text: t("接听"), kind: "is-yes", run: () => answer(call) },
        { text: t("拒接"), kind: "is-no", run: () => decline(call) },
      ],
    });
  }

  function unring(call) {
    const was = ringing.delete(call.call_id);
    field.unring(nameOf(call));
    return was;
  }

  function decline(call, why) {
    unring(call);
    talk
      .say("decline", { call_id: call.call_id, why: why || "declined" })
      .catch((error) => error.code === "silent" && sayBad(error.text));
  }

  const hangUp = () => room && room.leave("hangup").catch(() => {});

  async function answer(call) {
    unring(call);
    hangUp();
    let media;
    try {
      media = await calls.media({ wantsVideo: call.media === "video" });
    } catch (error) {
      sayBad(t("{reason}。已告诉指挥中心改用电话联系", { reason: error.text }));
      decline(call, error.code);
      return;
    }
    try {
      const told = await talk.say("answer", { call_id: call.call_id });
      hangUp(); // answered while the browser asked for the microphone of this one
      [isMuted, isHidden, trouble] = [false, false, media.lacks];
      room = calls.enter({ talk, told, media, onChange: draw, onEnd: ended });
      draw();
    } catch (error) {
      media.stop();
      sayBad(error.text);
    }
  }

  function ended(why) {
    room = null;
    films.clear();
    draw();
    field.say(calls.why(why));
  }

  function calledBack(call) {
    const name = "callback-" + call.call_id;
    const stop = () => field.unring(name);
    const dial = {
      text: t("拨打 {phone}", { phone: call.phone }),
      kind: "is-yes",
      run: () => {
        stop();
        location.href = "tel:" + call.phone.replaceAll(" ", "");
      },
    };
    const buttons = [{ text: t("知道了"), kind: "is-no", run: stop }];
    field.ring(name, {
      title: t("指挥中心请你回电"),
      text: [call.number, call.phone].filter(Boolean).join(" · "),
      buttons: call.phone ? [dial, ...buttons] : buttons,
    });
  }

  field.on("call", (message) => {
    if (talk.heard(message)) return;
    if (message.ring) ring(message.ring);
    else if (message.rings) message.rings.forEach(ring);
    else if (message.callback) calledBack(message.callback);
    else if (message.unring) {
      if (unring(message.unring)) field.say(calls.stateOf(message.unring));
    } else if (room) room.take(message);
  });
  field.on("online", () => room && room.again());
  field.on("offline", () => talk.broke());
  field.on("language", draw);
  field.on("wiped", hangUp);

  /* ---- drawing ---- */

  const press = (text, run, kind) =>
    el("button", { type: "button", class: "m-big " + (kind || ""), onclick: run }, text);

  function film(key, stream, label, isOwn) {
    const held = films.get(key);
    if (!held || held.srcObject !== stream) films.set(key, calls.film(stream, isOwn));
    return el(
      "figure",
      { class: isOwn ? "m-film is-own" : "m-film" },
      films.get(key),
      el("figcaption", {}, label),
    );
  }

  function other(one) {
    const label = calls.nameOf(one.member) + calls.wayTo(one);
    return one.stream
      ? film(one.member.member_id, one.stream, label, false)
      : el("figure", { class: "m-film" }, el("figcaption", {}, label));
  }

  async function turn() {
    trouble = "";
    await room.turn().catch((error) => {
      trouble = error.text || t("摄像头打不开，只有语音");
    });
    draw();
  }

  function buttons({ media }) {
    const mute = press(isMuted ? t("取消静音") : t("静音"), () => {
      media.mute((isMuted = !isMuted));
      draw();
    });
    const hide = press(isHidden ? t("打开摄像头") : t("关闭摄像头"), () => {
      room.show(!(isHidden = !isHidden));
      draw();
    });
    const end = press(t("挂断"), hangUp, "is-end");
    return media.hasPicture() ? [mute, press(t("切换摄像头"), turn), hide, end] : [mute, end];
  }

  const recordAs = (kind) => () =>
    room.record(kind).catch((error) => {
      trouble = error.text || "";
      draw();
    });

  /* What is asked, and the mark that cannot be overlooked while it goes on; taking back ends it. */
  function recording(now) {
    const says = calls.recordingSays(now);
    if (!says) return null;
    const isOn = now.room.recording.state === "on";
    const asked = calls.isAsked(now);
    return el(
      "div",
      { class: isOn ? "m-recording is-on" : "m-recording" },
      el("span", {}, asked ? t(calls.CONSENT) : says),
      ...(asked ? [press(t("同意"), recordAs("record_agree"), "is-yes")] : []),
      press(isOn ? t("停止录音录像") : t("不同意"), recordAs("record_refuse")),
    );
  }

  function frame() {
    const held = document.getElementById("m-call");
    if (held) return held;
    const about = { id: "m-call", role: "dialog", "aria-label": t("通话"), tabindex: "-1" };
    const made = el(
      "section",
      about,
      el("p", { class: "m-aloud", role: "status" }),
      el("div", { class: "m-call-body" }),
    );
    document.body.append(made);
    made.focus(); // a keyboard that was open would lie over the buttons
    return made;
  }

  function draw() {
    if (!room) {
      const old = document.getElementById("m-call");
      if (old) old.remove();
      return;
    }
    const now = room.now();
    const { call_id: ownCall } = calls.mine(now.room);
    const mine = now.room.calls.find((one) => one.call_id === ownCall);
    const own = room.media.hasPicture() ? film("own", room.media.stream, t("本机"), true) : null;
    const walls = calls
      .wallsOf(now.room, ownCall)
      .map((one) => t("画面正在大屏“{wall}”上", { wall: one.name }));
    const notes = calls.notes(now);
    const [aloud, body] = frame().children;
    // By itself, and once: what ticks beside it is not read every second.
    const says = [...walls, trouble, ...notes, calls.recordingSays(now)].filter(Boolean).join("；");
    if (aloud.textContent !== says) aloud.textContent = says;
    field.fill(
      body,
      el("div", { class: "m-films" }, ...now.others.map(other), own),
      el(
        "p",
        { class: "m-call-says" },
        el("b", { "data-answered": (mine && mine.answered_at) || "" }),
        ...walls.map((text) => el("span", { class: "m-on-wall" }, text)),
        trouble ? el("span", {}, trouble) : null,
        ...notes.map((text) => el("span", {}, text)),
      ),
      recording(now),
      el("div", { class: "m-call-acts" }, ...buttons(room)),
    );
    tick();
  }

  function tick() {
    calls.markStill(document.querySelectorAll("#m-call .m-film"));
    for (const node of document.querySelectorAll("#m-call [data-answered]"))
      if (node.dataset.answered)
        node.textContent = calls.length(field.now() - Date.parse(node.dataset.answered));
  }

  setInterval(tick, 1000);
  field.call = { now: () => room };
})();
