/* The files of an incident on its card: chosen, dropped or pasted, listed, read and taken away.
 *
 *   desk.files.chooser()           the button that opens the file dialog
 *   desk.files.uploads()           a list of what is under way, kept up to date
 *   desk.files.row(file)           one kept file
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t, panels } = onescreen;
  // What a dialog offers first; what is kept the server decides by the content.
  const OFFERED = "image/jpeg,image/png,image/webp,application/pdf,audio/*,video/*,.amr";

  function send(files) {
    const number = desk.state.number();
    const reason = desk.blocked();
    if (reason) desk.say(reason);
    else if (number && files.length) desk.uploads.add(number, Array.from(files));
  }

  const chooser = () =>
    onescreen.fileChooser({
      text: t("添加附件…"),
      label: t("附件"),
      accept: OFFERED,
      brought: send,
    });

  /* ---- what is under way ---- */

  function uploads() {
    const list = onescreen.uploadList(desk.uploads, desk.state.number);
    desk.uploads.on("change", list.draw);
    return list;
  }

  /* ---- what is there ---- */

  /* Which file is meant outlives a refresh, as the question does. */
  const removing = onescreen.kept("desk.removing");

  function removal({ number }) {
    const { file_id: id, name } = removing.get(number) || {};
    return {
      title: "移除附件",
      send: "移除",
      fields: [
        { name: "file", label: "附件", kind: "choice", options: id ? [[id, name]] : [] },
        {
          name: "reason",
          label: "原因",
          kind: "long",
          isNeeded: true,
          hint: "文件将被删除，记录与原因保留",
        },
      ],
      run: async ({ file, reason }) => {
        await desk.api.send({ path: desk.api.at.fileRemoval(file), body: { reason } });
        desk.say(t("已办：{label}", { label: t("移除附件") }));
        desk.dossier.refresh();
      },
    };
  }

  /* Sound and film are played where they stand, and fetched only when that is asked for. */
  function player(file, name) {
    const [what] = (file.type || "").split("/");
    if (what !== "audio" && what !== "video") return null;
    const box = el("div", { class: "file-player", hidden: true });
    const button = desk.button({
      text: t("播放"),
      focus: "play-" + file.file_id,
      run: () => {
        box.hidden = !box.hidden;
        box.replaceChildren(
          ...(box.hidden
            ? []
            : [el(what, { controls: true, autoplay: true, src: file.url, "aria-label": name })]),
        );
      },
    });
    return [button, box];
  }

  function row(file) {
    const name = file.name || t("文件");
    const isPicture = (file.type || "").startsWith("image/");
    const [play, box] = player(file, name) || [null, null];
    return el(
      "li",
      { class: "file-row" },
      el(
        "a",
        {
          class: "link",
          href: file.url,
          target: "_blank",
          rel: "noopener",
          "data-focus": file.file_id,
          title: isPicture ? t("查看") : t("下载"),
        },
        name,
      ),
      el("span", { class: "num" }, onescreen.sizeOf(file.size)),
      el("span", { class: "num tl-at" }, onescreen.clock.moment(Date.parse(file.at))),
      el("span", { class: "tl-actor" }, file.actor ? desk.actor(file.actor) : ""),
      file.sha256
        ? el(
            "span",
            { class: "num file-hash", title: "SHA-256 " + file.sha256 },
            file.sha256.slice(0, 8),
          )
        : null,
      el(
        "a",
        { class: "link", href: file.url, download: name, "aria-label": t("下载 {name}", { name }) },
        t("下载"),
      ),
      play,
      desk.button({
        text: t("移除"),
        focus: "remove-" + file.file_id,
        run: () => {
          removing.set(desk.state.number(), { file_id: file.file_id, name });
          desk.ask.show("file-removal", desk.state.incident());
        },
      }),
      box,
    );
  }

  /* ---- dropped and pasted ---- */

  const bringsFiles = (event) =>
    Boolean(event.dataTransfer) && Array.from(event.dataTransfer.types).includes("Files");

  function listen() {
    const card = panels.byId("desk-card");
    const isOver = (is) => card.classList.toggle("is-dropped-on", is);
    // A file that misses the card must not replace the desk with itself.
    window.addEventListener("dragover", (event) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      isOver(card.contains(event.target) && Boolean(desk.state.incident()));
    });
    window.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) isOver(false);
    });
    window.addEventListener("drop", (event) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      isOver(false);
      if (!card.contains(event.target) || !desk.state.incident()) return;
      desk.state.set({ tab: "notes" });
      send(event.dataTransfer.files);
    });
    card.addEventListener("paste", (event) => {
      const files = event.clipboardData ? event.clipboardData.files : [];
      if (!files.length) return;
      event.preventDefault();
      send(files);
    });
    desk.uploads.on("done", (one) => {
      if (one.of === desk.state.number()) desk.dossier.refresh();
    });
  }

  desk.files = { chooser, uploads, row };
  panels.start(() => {
    desk.ask.add("file-removal", removal);
    listen();
  });
})();
