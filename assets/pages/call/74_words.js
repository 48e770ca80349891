/* What the states of a call are called, and why one is over. */
(function () {
  "use strict";
  const { calls, t } = window.onescreen;

  const STANDS_AFTER_MS = 5000;

  const WHY = {
    hangup: "通话结束",
    declined: "对方拒接",
    busy: "对方正在通话中",
    no_answer: "45 秒无人接听",
    cancelled: "已取消",
    answered_elsewhere: "已由其他人接听",
    media_blocked: "对方的麦克风不可用，无法通话",
    ice_failed: "网络不通，找不到可用的连接",
    lost: "连接中断超过 15 秒",
    account_stopped: "账号已退出或停用，通话结束",
    incident_over: "事件已结束，停止呼叫",
    off_duty: "对方已下岗，停止呼叫",
    restarted: "服务重启，通话结束",
  };

  calls.why = (why) => t(WHY[why] || "通话结束");

  calls.stateOf = function stateOf(call) {
    if (call.why) return calls.why(call.why);
    if (call.state === "asked") return t("正在呼叫，手机还没有响");
    if (call.state === "rang") return t("{count} 部手机响铃中", { count: call.phones });
    return t("通话中");
  };

  /* What the server told everybody in the room, as sentences. */
  const NOTE = {
    incident_over: () => t("事件已结束，通话可以继续"),
    joined: ({ who }) => t("{who} 加入通话", { who: deskOf(who) }),
  };
  calls.notes = ({ notes }) => notes.map((one) => NOTE[one.says](one));

  /* Who has not agreed yet that the call is recorded. */
  calls.waitsFor = ({ room, mine }) =>
    room.members
      .filter((one) => !room.recording.agreed.includes(one.member_id))
      .map((one) => (one.member_id === mine ? t("你") : calls.nameOf(one)))
      .join("、");

  /* What everybody reads of a recording; empty where there is none. */
  calls.recordingSays = function recordingSays({ room }) {
    const { recording, you } = room;
    if (!recording) return "";
    if (recording.state === "on") return t("● 正在录音录像");
    return t("等待同意录音录像：{who}", { who: calls.waitsFor({ room, mine: you }) });
  };

  /* Whether whoever looks is asked, and has not answered. */
  calls.isAsked = ({ room }) =>
    Boolean(room.recording) &&
    room.recording.state === "asked" &&
    !room.recording.agreed.includes(room.you);

  calls.CONSENT =
    "指挥中心请求对本次通话录音录像，作为事件材料保存，到期删除。各方都同意才开始；有人不同意、离开或加入即停止。";

  /* The desk is several people, each under their account. */
  const deskOf = (label) => (label ? t("指挥中心 {who}", { who: label }) : t("指挥中心"));
  calls.nameOf = ({ is_desk, label }) => (is_desk ? deskOf(label) : label);

  /* How the way to another member stands; empty once it does. */
  calls.wayTo = function wayTo({ state }) {
    if (state === "connected") return "";
    return " · " + (state === "fresh" ? t("没有找到网络地址，正在重新建立连接") : t("正在连接"));
  };

  calls.length = function length(since) {
    const seconds = Math.max(0, Math.floor(since / 1000));
    const two = (value) => String(value).padStart(2, "0");
    return two(Math.floor(seconds / 60)) + ":" + two(seconds % 60);
  };

  /* One's own sound is never played; a picture stays in its element while the panel is drawn anew. */
  calls.film = function film(stream, isOwn) {
    const node = document.createElement("video");
    node.autoplay = true;
    node.playsInline = true;
    node.muted = isOwn;
    node.srcObject = stream;
    node.play().catch(() => {}); // played with the first frame, or the next press
    return node;
  };

  /* For how many milliseconds a film has shown the same frame; 0 before its first, and while nobody can look. */
  const frames = new WeakMap();
  calls.stoodFor = function stoodFor(node, now) {
    const { totalVideoFrames: count } = node.getVideoPlaybackQuality();
    const held = frames.get(node);
    if (!held || held.count !== count || !count || document.hidden) {
      frames.set(node, { count, at: now });
      return 0;
    }
    return now - held.at;
  };

  /* A picture that stands must not look alive: a phone in a pocket sends none, and its sound goes on. */
  calls.markStill = function markStill(figures) {
    for (const figure of figures) {
      const node = figure.querySelector("video");
      const isTheirs = node && !node.muted;
      const stood = isTheirs ? calls.stoodFor(node, performance.now()) : 0;
      figure.classList.toggle("is-still", stood >= STANDS_AFTER_MS);
      figure.dataset.still = t("画面已停 {count} 秒，不是实况", {
        count: Math.floor(stood / 1000),
      });
    }
  };
})();
