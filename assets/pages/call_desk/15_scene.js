/* The picture of somebody in a call, sent to a paired wall and taken back (docs/calls.md, "On a wall").
 *
 *   calls.scene(room, call, act)   what stands beside the call: where it is shown, or the way to it
 */
(function () {
  "use strict";
  const onescreen = window.onescreen;
  const { calls, el, t } = onescreen;

  function press(text, run) {
    const node = el("button", { type: "button", class: "button small", "data-focus": text }, text);
    node.addEventListener("click", run);
    return node;
  }

  async function send(call) {
    await onescreen.loadBundle("player");
    onescreen.toWall(call.call_id, { title: call.call_sign, body: { call: call.call_id } });
  }

  async function takeBack(wall) {
    await onescreen.loadBundle("player");
    const path = "/walls/" + encodeURIComponent(wall.wall_id) + "/tile/removal";
    await onescreen.videoAsk.post(path);
  }

  calls.scene = function scene(room, call, act) {
    if (onescreen.page.root.dataset.toWall !== "1") return null;
    const walls = calls.wallsOf(room, call.call_id);
    const member = room.members.find((one) => one.call_id === call.call_id);
    const shown = walls.map((wall) =>
      el(
        "span",
        { class: "call-scene", "data-wall": wall.wall_id },
        el("span", {}, t("画面在大屏“{wall}”上", { wall: wall.name })),
        press(t("收回"), () => act(() => takeBack(wall))),
      ),
    );
    if (shown.length) return shown;
    return member && member.has_picture ? press(t("投到大屏"), () => act(() => send(call))) : null;
  };
})();
