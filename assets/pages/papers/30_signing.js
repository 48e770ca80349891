/* A button with data-sign opens the pad for one line of a frozen form and sends what was written. */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, papers } = onescreen;

  const button = (text, more) =>
    el("button", { type: "button", class: "button small", ...more }, text);

  function open(asked) {
    const pad = onescreen.pad();
    const says = el("p", { class: "is-bad", role: "alert" });
    const send = button(t("确认签名"), { class: "button small is-main", disabled: true });
    const undo = button(t("撤销一笔"));
    const clear = button(t("清除"));
    const back = button(t("取消"));
    const dialog = el(
      "dialog",
      { class: "pad-dialog as-said", "aria-label": t("签名") },
      el("h3", {}, el("span", { translate: "no" }, asked.who)),
      el("p", {}, asked.form),
      pad.node,
      el(
        "p",
        { class: "pad-proves" },
        t(
          "保存的是签名后文件全部字节的 SHA-256：它证明这些内容在此时、当着本账号被签署；" +
            "不证明执笔人的身份，也不是《电子签名法》所称的可靠电子签名。",
        ),
      ),
      says,
      el("div", { class: "admin-acts" }, back, undo, clear, send),
    );
    const look = () => {
      send.disabled = pad.isEmpty();
    };
    pad.on("change", look);
    undo.addEventListener("click", pad.undo);
    clear.addEventListener("click", pad.clear);
    back.addEventListener("click", () => dialog.close());
    send.addEventListener("click", async () => {
      send.disabled = true;
      says.textContent = "";
      try {
        await papers.send({
          path: asked.path,
          body: { slot: asked.slot, strokes: pad.strokes(), aspect: pad.aspect() },
        });
        dialog.close();
        papers.again(asked);
      } catch (error) {
        says.textContent = error.text;
        look();
      }
    });
    const resized = () => pad.draw();
    window.addEventListener("resize", resized);
    dialog.addEventListener("close", () => {
      window.removeEventListener("resize", resized);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
    pad.draw();
  }

  document.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element && event.target.closest("[data-sign]");
    if (pressed) open(JSON.parse(pressed.dataset.sign));
  });
})();
