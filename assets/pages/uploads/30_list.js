/* How files on their way are chosen and shown, wherever they are sent.
 *
 *   onescreen.fileChooser({text, label, accept, brought})   a button that opens the file dialog and
 *                                                           hands the chosen files on
 *   onescreen.uploadList(uploads, now)                      {node, draw}: those of the subject `now()`
 *                                                           says; draw() on each of their changes
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { el, t } = onescreen;

  const STATES = {
    waiting: () => t("排队等待"),
    hashing: () => t("正在核算"),
    sending: (one) => Math.floor((100 * one.sent) / (one.size || 1)) + "%",
    checking: () => t("正在检查"),
    lost: (one) => one.text,
    refused: (one) => one.text,
  };

  onescreen.sizeOf = (bytes) =>
    bytes >= 1048576 ? (bytes / 1048576).toFixed(1) + " MB" : Math.ceil(bytes / 1024) + " KB";

  /* The browser's own file button speaks the browser's language: a label stands in for it. */
  onescreen.fileChooser = function fileChooser({ text, label, accept, brought }) {
    const input = el("input", {
      type: "file",
      class: "note-file",
      multiple: true,
      "aria-label": label,
      accept,
    });
    input.addEventListener("change", () => {
      brought(Array.from(input.files));
      input.value = "";
    });
    return el("label", { class: "button small file-button" }, text, input);
  };

  function button(text, focus, run) {
    const made = el("button", { type: "button", class: "button small", "data-focus": focus }, text);
    made.addEventListener("click", run);
    return made;
  }

  function rowOf(one, uploads) {
    const isRefused = one.state === "refused";
    return el(
      "li",
      { class: "upload-row", "data-state": one.state },
      el("span", { class: "upload-name", translate: "no" }, one.name),
      el("span", { class: "num" }, onescreen.sizeOf(one.size)),
      el("progress", {
        max: one.size || 1,
        value: one.sent,
        "aria-label": t("已上传 {name}", { name: one.name }),
      }),
      el("span", { class: isRefused ? "upload-refused" : "upload-said" }, STATES[one.state](one)),
      isRefused ? button(t("重试"), "retry-" + one.id, () => uploads.retry(one.id)) : null,
      button(isRefused ? t("知道了") : t("取消上传"), "drop-" + one.id, () => uploads.drop(one.id)),
    );
  }

  onescreen.uploadList = function uploadList(uploads, now) {
    const node = el("ul", { class: "uploads", "aria-label": t("正在上传") });
    const draw = () => {
      const rows = uploads.of(now()).map((one) => rowOf(one, uploads));
      const held = document.activeElement;
      const focus = node.contains(held) ? held.getAttribute("data-focus") : null;
      node.replaceChildren(...rows);
      node.hidden = !rows.length;
      const again = focus && node.querySelector('[data-focus="' + focus + '"]');
      if (again) again.focus();
    };
    draw();
    return { node, draw };
  };
})();
