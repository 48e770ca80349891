/* Sending a camera to a paired wall, and taking it back.
 *
 *   onescreen.toWall(cameraId, {title, why})   opens the list of walls; `why` as for the player
 *   onescreen.toWall(callId, {title, body})    for a call: `body` says that it is one
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, videoAsk } = onescreen;

  function line(wall, body, redraw) {
    const says = el("span", { class: "to-wall-now" });
    if (wall.tile)
      says.append(t("正在显示"), " ", el("b", { class: "camera-name" }, wall.tile.title));
    else says.append(t("没有画面"));
    const act = async (button, path, body) => {
      button.disabled = true;
      try {
        await videoAsk.post("/walls/" + encodeURIComponent(wall.wall_id) + path, body);
        redraw();
      } catch (error) {
        redraw(error.text);
      }
    };
    const send = el("button", { type: "button", class: "to-wall-send" }, t("投到这块大屏"));
    send.addEventListener("click", () => act(send, "/tile", body));
    const back = el(
      "button",
      { type: "button", class: "to-wall-back", hidden: !wall.tile },
      t("撤下"),
    );
    back.addEventListener("click", () => act(back, "/tile/removal"));
    const name = el("b", { translate: "no" }, wall.name);
    return el("li", {}, el("span", {}, name, says), send, back);
  }

  onescreen.toWall = function toWall(camera, { title, why, body = { camera, why } } = {}) {
    const list = el("ul", { class: "to-wall-list" }, el("li", {}, t("正在载入…")));
    const says = el("p", { class: "to-wall-says", role: "status" });
    const shut = el("button", { type: "button" }, t("关闭"));
    const named = el("span", { class: "camera-name" }, title || "");
    const heading = el("h3", {}, t("投到大屏"), " ", named);
    const label = { class: "to-wall", "aria-label": t("投到大屏") };
    const box = el("dialog", label, heading, list, says, shut);

    async function draw(refused = "") {
      says.textContent = refused;
      try {
        const { items } = await videoAsk.get("/walls");
        if (!items.length) says.textContent = t("还没有配对的大屏：在大屏上打开 /pair");
        list.replaceChildren(...items.map((wall) => line(wall, body, draw)));
      } catch (error) {
        list.replaceChildren();
        says.textContent = error.text;
      }
    }
    // What is shown ends by itself too: a call that is over is on no wall any more.
    const unfollow = onescreen.picture.on("change", ({ replaced, kinds }) => {
      if (replaced || kinds.wall_tile) draw(says.textContent);
    });
    shut.addEventListener("click", () => box.close());
    box.addEventListener("close", () => {
      unfollow();
      box.remove();
    });
    box.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(box);
    box.showModal();
    draw();
  };
})();
