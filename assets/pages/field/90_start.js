/* Starts the page, installs its worker, and says when there is a newer version of it. */
(function () {
  "use strict";
  const { field, t } = window.onescreen;
  const { el } = field;
  let waiting = null;
  let isAsked = false;

  /* A newer page never takes over by itself: what is being typed would go. */
  function offer(worker) {
    waiting = worker;
    drawUpdate();
  }

  function drawUpdate() {
    const strip = document.getElementById("m-update");
    if (!strip || !waiting) return;
    strip.hidden = false;
    field.fill(
      strip,
      el("span", {}, t("页面有新版本，待发送的不会丢")),
      el("button", { type: "button", onclick: update }, t("更新")),
    );
  }

  function update() {
    isAsked = true;
    waiting.postMessage("update");
  }

  async function install() {
    if (!navigator.serviceWorker) return;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (isAsked) location.reload();
    });
    try {
      const worker = await navigator.serviceWorker.register("/m/worker.js", { scope: "/m" });
      if (worker.waiting && navigator.serviceWorker.controller) offer(worker.waiting);
      worker.addEventListener("updatefound", () => {
        const fresh = worker.installing;
        fresh.addEventListener("statechange", () => {
          if (fresh.state === "installed" && navigator.serviceWorker.controller) offer(fresh);
        });
      });
      setInterval(() => worker.update().catch(() => {}), 30 * 60000);
    } catch (error) {
      console.warn("worker", error);
    }
  }

  field.on("drawn", drawUpdate);
  field.language.ready.then(() => {
    field.start();
    install();
  });
})();
