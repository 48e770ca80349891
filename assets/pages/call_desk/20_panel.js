/* The desk's call: a panel at the edge of the screen, whatever page it was begun on.
 *
 *   calls.desk.start({units, number, mode})    calls; within a call, calls more people into it
 *   calls.desk.start({room})                   comes into the call of another desk
 *   calls.desk.now()                           the room, null without one
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { calls, el, t } = onescreen;
  const { line } = calls;
  const films = new Map();
  // So a call ends as it should: of everything else other ways are offered.
  const WELL = new Set(["hangup", "answered_elsewhere"]);
  let room = null;
  let asked = null;
  let trouble = "";
  let why = "";
  let isMuted = false;
  let isHidden = false;
  let isBusy = false;
  let last = null; // the room as it was when it ended: whom to ask to call back
  let drawn = ""; // what was said last, aloud

  const signOf = (unitId) => {
    const unit = onescreen.picture.entities.unit.get(unitId);
    return unit ? unit.call_sign : unitId;
  };

  /* ---- beginning and ending ---- */

  async function start(wanted) {
    if (isBusy) return; // the panel says what it waits for
    if (room && wanted.room) {
      trouble = t("请先挂断现在的通话，再加入另一个");
      draw();
      return;
    }
    if (room) {
      invite(wanted.units);
      return;
    }
    isBusy = true;
    [asked, trouble, why, last] = [wanted, "", "", null];
    draw();
    let media = null;
    try {
      media = await calls.media({ wantsVideo: true });
      // Closed while the browser asked for the microphone: nobody is rung.
      if (asked === wanted) await line.open();
      if (asked !== wanted) {
        media.stop();
        isBusy = false;
        return;
      }
      trouble = media.lacks;
      const { units, number, mode } = wanted;
      const told = wanted.room
        ? await line.talk.say("join", { room_id: wanted.room })
        : await line.talk.say("call", { units, number, mode, media: "video" });
      [isMuted, isHidden] = [false, false];
      room = calls.enter({ talk: line.talk, told, media, onChange: changed, onEnd: ended });
    } catch (error) {
      if (media) media.stop();
      trouble = error.text || t("呼叫没有办成");
    }
    isBusy = false;
    draw();
  }

  async function invite(units) {
    if (!units.length) {
      trouble = t("通话中：要加人，请按该力量的“呼叫”");
      draw();
      return;
    }
    try {
      await line.talk.say("invite", { room_id: room.now().room.room_id, units });
      trouble = "";
    } catch (error) {
      trouble = error.text;
    }
    draw();
  }

  /* Whoever hangs up hears nothing more of the room: what was open in it is over for the same reason. */
  function asEnded(told, reason) {
    const end = (one) => ({ ...one, why: one.answered_at ? reason : "cancelled" });
    return { ...told, calls: told.calls.map((one) => (one.why ? one : end(one))) };
  }

  /* The others have hung up: nobody sits before an open camera. Where a call did not come about the room stays,
   * for it is asked back from there. */
  function changed() {
    const told = room && room.now().room;
    const isLeftAlone = told && told.members.length === 1;
    if (isLeftAlone && told.calls.every((one) => WELL.has(one.why)))
      room.leave("hangup").catch(() => {}); // it ends with the line
    draw();
  }

  function ended(reason) {
    if (room) last = asEnded(room.now().room, reason);
    room = null;
    why = calls.why(reason);
    films.clear();
    draw();
  }

  line.listen((message) => {
    if (!room) return;
    if (message.back) room.again();
    else room.take(message);
  });

  function close() {
    if (room) room.leave("hangup");
    [asked, last, trouble, why] = [null, null, "", ""];
    line.close();
    draw();
  }

  async function act(work) {
    try {
      await work();
      trouble = "";
    } catch (error) {
      trouble = error.text || t("没有办成");
    }
    draw();
  }

  /* Nobody was rung, for this desk has no microphone: they are asked to call back all the same. */
  async function askBack(call, unitId) {
    await line.open();
    const body = call
      ? { call_id: call.call_id }
      : { units: [unitId], number: asked.number, mode: "one" };
    await line.talk.say("callback", body);
    trouble = "";
    why = t("已请 {who} 回电", { who: signOf(unitId) });
  }

  /* ---- drawing ---- */

  const press = (text, run, more) => {
    const node = el(
      "button",
      { type: "button", class: "button small", "data-focus": text, ...more },
      text,
    );
    node.addEventListener("click", run);
    return node;
  };

  function telephone(unitId) {
    const shown = el("span", {});
    const link = onescreen.reveal.button({
      kind: "unit",
      id: unitId,
      fields: ["phone"],
      show: ({ phone }) =>
        shown.replaceChildren(
          phone ? el("a", { class: "link num", href: "tel:" + phone }, phone) : t("没有登记电话"),
        ),
      hide: () => shown.replaceChildren(),
    });
    return el("span", { class: "call-phone" }, t("打电话"), link, shown);
  }

  /* What else there is when a call did not come about. */
  function otherWays(unitId, call) {
    return el(
      "div",
      { class: "call-ways" },
      telephone(unitId),
      call && call.wants_callback
        ? el("span", {}, t("已请对方回电"))
        : press(t("请对方回电"), () => act(() => askBack(call, unitId))),
    );
  }

  function row(call) {
    const isOver = Boolean(call.why);
    const isRinging = !isOver && (call.state === "asked" || call.state === "rang");
    return el(
      "li",
      { class: "call-row", "data-state": call.state },
      el("strong", {}, call.call_sign),
      el("span", { class: "call-state" }, calls.stateOf(call)),
      isRinging && room
        ? press(t("取消"), () => act(() => line.talk.say("cancel", { call_id: call.call_id })))
        : null,
      room && !isOver && call.answered_at ? calls.scene(room.now().room, call, act) : null,
      isOver && !WELL.has(call.why) ? otherWays(call.unit_id, call) : null,
    );
  }

  function film(key, stream, label, isOwn) {
    const held = films.get(key);
    if (!held || held.srcObject !== stream) films.set(key, calls.film(stream, isOwn));
    return el("figure", { class: "call-film" }, films.get(key), el("figcaption", {}, label));
  }

  function pictures({ others }) {
    const found = others.map((one) => {
      const label = calls.nameOf(one.member) + calls.wayTo(one);
      return one.stream
        ? film(one.member.member_id, one.stream, label, false)
        : el("figure", { class: "call-film is-empty" }, el("figcaption", {}, label));
    });
    if (room.media.hasPicture()) found.push(film("own", room.media.stream, t("本机"), true));
    return found;
  }

  function buttons() {
    const { media } = room;
    return [
      press(
        isMuted ? t("取消静音") : t("静音"),
        () => {
          media.mute((isMuted = !isMuted));
          draw();
        },
        { "data-focus": "mute" },
      ),
      media.hasPicture()
        ? press(
            isHidden ? t("打开摄像头") : t("关闭摄像头"),
            () => {
              room.show(!(isHidden = !isHidden));
              draw();
            },
            { "data-focus": "hide" },
          )
        : null,
      media.hasPicture() ? press(t("切换摄像头"), () => act(() => room.turn())) : null,
      mayRecord() && room.now().room.number && !room.now().room.recording
        ? press(t("录音录像"), () => act(() => room.record("record")))
        : null,
      press(t("挂断"), () => room.leave("hangup").catch(() => {}), { class: "button call-end" }),
    ];
  }

  const box = () =>
    document.getElementById("call-panel") ||
    document.body.appendChild(
      el(
        "section",
        { id: "call-panel", class: "floating" },
        el("p", { class: "unseen", role: "status" }),
        el("div", { class: "call-body" }),
      ),
    );

  /* Once and by itself: a panel that is read as a whole is read every second, with its clock. */
  function sayAloud(node, now) {
    const told = now ? now.room : last;
    const states = told ? told.calls.map((one) => one.call_sign + " " + calls.stateOf(one)) : [];
    const notes = now ? [...calls.notes(now), calls.recordingSays(now)] : [why];
    const text = [trouble, ...states, ...notes].filter(Boolean).join("；");
    if (text !== drawn) node.textContent = drawn = text;
  }

  /* The button somebody stands on stays theirs over a drawing. */
  function fill(body, nodes) {
    const held = document.activeElement;
    const focus = body.contains(held) ? held.dataset.focus : "";
    const rows = Array.from(body.querySelectorAll("[data-focus]"));
    const at = rows.filter((one) => one.dataset.focus === focus).indexOf(held);
    body.replaceChildren(...nodes);
    if (!focus) return;
    const same = Array.from(body.querySelectorAll("[data-focus]")).filter(
      (one) => one.dataset.focus === focus,
    );
    const next = same[at] || same[0] || body.querySelector(".call-close");
    if (next) next.focus({ preventScroll: true });
  }

  const mayRecord = () => onescreen.page.root.dataset.recordCalls === "1";

  /* Everybody sees that it is asked for and that it goes on; whoever does not want it ends it. */
  function recording(now) {
    const says = calls.recordingSays(now);
    if (!says) return null;
    const { recording: held, you } = now.room;
    const asked = calls.isAsked(now);
    const refuses = held.by === you || held.state === "on" ? t("停止录音录像") : t("不同意");
    return el(
      "div",
      { class: "call-recording" + (held.state === "on" ? " is-on" : "") },
      el("span", {}, asked ? t(calls.CONSENT) : says),
      asked ? press(t("同意"), () => act(() => room.record("record_agree"))) : null,
      press(refuses, () => act(() => room.record("record_refuse"))),
    );
  }

  function content() {
    const now = room && room.now();
    const told = now ? now.room : last;
    const answered = told && told.calls.map((one) => one.answered_at).filter(Boolean)[0];
    return [
      el(
        "header",
        {},
        el("h2", {}, told && told.title ? told.title : t("通话")),
        now && answered ? el("span", { class: "num call-time", "data-answered": answered }) : null,
        press("×", close, { "aria-label": t("关闭"), class: "link call-close" }),
      ),
      trouble ? el("p", { class: "call-trouble" }, trouble) : null,
      ...(now ? calls.notes(now) : []).map((text) => el("p", { class: "call-note" }, text)),
      !now && why ? el("p", { class: "call-why" }, why) : null,
      isBusy ? el("p", {}, t("正在打开麦克风和摄像头")) : null,
      now ? recording(now) : null,
      now ? el("div", { class: "call-films" }, ...pictures(now)) : null,
      told ? el("ul", { class: "call-list" }, ...told.calls.map(row)) : null,
      !told && !isBusy && asked
        ? el(
            "ul",
            { class: "call-list" },
            ...asked.units.map((one) =>
              el("li", { class: "call-row" }, el("strong", {}, signOf(one)), otherWays(one, null)),
            ),
          )
        : null,
      now ? el("div", { class: "call-acts" }, ...buttons()) : null,
    ];
  }

  function draw() {
    calls.recorder.follow(room, (text) => {
      trouble = text;
      setTimeout(draw);
    });
    if (!asked) {
      const old = document.getElementById("call-panel");
      if (old) old.remove();
      drawn = "";
      return;
    }
    const panel = box();
    panel.setAttribute("aria-label", t("通话"));
    const [aloud, body] = panel.children;
    sayAloud(aloud, room && room.now());
    fill(body, content().filter(Boolean));
    tick();
  }

  function tick() {
    calls.markStill(document.querySelectorAll("#call-panel .call-film"));
    for (const node of document.querySelectorAll("#call-panel .call-time"))
      node.textContent = calls.length(
        onescreen.picture.serverNow() - Date.parse(node.dataset.answered),
      );
  }

  setInterval(tick, 1000);
  calls.desk = { start, now: () => room };
})();
