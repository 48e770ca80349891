/* A button with data-export has a dossier put together, shows how far that is, and saves it. */
(function () {
  "use strict";
  const { onescreen } = window;
  const { el, t, papers } = onescreen;
  const EVERY_MS = 400;
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));

  async function run(button) {
    const { code, reason } = JSON.parse(button.dataset.export);
    const path = "/api/v1/cases/" + encodeURIComponent(code) + "/dossier";
    const bar = el("progress", { max: 100, value: 0, "aria-label": t("正在导出") });
    const says = el("span", { role: "status" }, t("正在导出"));
    const box = button.parentElement;
    box.querySelectorAll(".papers-progress").forEach((one) => one.remove());
    const shown = el("span", { class: "papers-progress" }, bar, says);
    box.append(shown);
    button.disabled = true;
    try {
      let now = await papers.send({ path, body: {}, reason });
      while (now.state === "running") {
        bar.value = now.percent;
        await pause(EVERY_MS);
        now = await papers.send({ method: "GET", path: path + "/" + now.export_id });
      }
      if (now.state !== "done") throw { text: now.refused || t("没有办成") };
      bar.value = 100;
      await papers.fetchFile(now.url, reason);
      says.textContent = t("已导出 {pages} 页，SHA-256 {hash}", {
        pages: now.pages,
        hash: now.sha256.slice(0, 12),
      });
    } catch (error) {
      says.textContent = error.text || t("没有办成");
      shown.classList.add("is-bad");
    }
    button.disabled = false;
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-export]");
    if (button) run(button);
  });
})();
