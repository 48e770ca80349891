/* Scans of a case: chosen or dropped, sent in pieces that go on after a lost connection. */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, papers } = onescreen;
  const FILES = "/api/v1/files/uploads";
  const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
  const MOST_TRIES = 20;
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));

  async function hashOf(file) {
    if (!(window.crypto && crypto.subtle)) return null;
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  /* Once more after a pause where the line was lost; a refusal is thrown on. */
  async function patiently(row, run) {
    for (let tries = 0; ; tries += 1) {
      try {
        return await run();
      } catch (error) {
        if (!error.mayRetry || tries >= MOST_TRIES) throw error;
        row.say(t("连接中断，恢复后自动续传"));
        await pause(WAITS_MS[Math.min(tries, WAITS_MS.length - 1)]);
      }
    }
  }

  async function send(file, asked, row) {
    const sha256 = await hashOf(file);
    const body = {
      subject_kind: asked.subject_kind,
      subject_id: asked.subject_id,
      name: file.name.slice(0, 200) || "file",
      size: file.size,
      ...(sha256 ? { sha256 } : {}),
    };
    let told = await patiently(row, () => papers.send({ path: FILES, body }));
    const path = FILES + "/" + told.upload_id;
    while (told.offset < file.size) {
      row.progress(told.offset, file.size);
      const end = Math.min(told.offset + told.piece, file.size);
      const piece = file.slice(told.offset, end);
      told = await patiently(row, async () => {
        try {
          return await papers.send({
            method: "PUT",
            path: path + "?offset=" + told.offset,
            file: piece,
          });
        } catch (error) {
          // The server has more or less than we thought: it is asked where to go on.
          if (error.status !== 409) throw error;
          return papers.send({ method: "GET", path });
        }
      });
    }
    row.progress(file.size, file.size);
    row.say(t("正在检查"));
    await patiently(row, () => papers.send({ path: path + "/finish", body: {} }));
  }

  function rowOf(file, list) {
    const bar = el("progress", { max: file.size || 1, value: 0, "aria-label": file.name });
    const says = el("span", { class: "upload-said" });
    const node = el("li", {}, el("span", { translate: "no" }, file.name), bar, says);
    list.append(node);
    return {
      node,
      say: (text) => (says.textContent = text),
      progress: (done, of) => {
        bar.value = done;
        says.textContent = Math.floor((100 * done) / (of || 1)) + "%";
      },
    };
  }

  async function sendAll(files, asked, list) {
    let done = 0;
    for (const file of files) {
      const row = rowOf(file, list);
      try {
        await send(file, asked, row);
        row.node.remove();
        done += 1;
      } catch (error) {
        row.say(error.text || t("文件读不出来，请重新选择"));
        row.node.classList.add("is-bad");
      }
    }
    if (done) papers.again(asked);
  }

  function fit(box) {
    box.dataset.isReady = "yes";
    const asked = JSON.parse(box.dataset.scans);
    const list = el("ul", { class: "uploads", "aria-label": t("正在上传") });
    const input = el("input", {
      type: "file",
      class: "note-file",
      multiple: true,
      accept: "image/jpeg,image/png,image/webp,application/pdf",
      "aria-label": t("添加扫描件"),
    });
    input.addEventListener("change", () => {
      const files = Array.from(input.files);
      input.value = "";
      sendAll(files, asked, list);
    });
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      sendAll(Array.from(event.dataTransfer.files), asked, list);
    });
    box.replaceChildren(
      el("label", { class: "button small file-button" }, t("添加扫描件"), input),
      list,
    );
  }

  const look = () => document.querySelectorAll("[data-scans]:not([data-is-ready])").forEach(fit);
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
