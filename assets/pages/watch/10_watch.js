/* A camera in a form: a button shows its picture, or its recording of a `span`, below it; the same button
 * ends the look. The round or the request the form is of is what the register of looks is told. What is
 * drawn anew takes its pictures with it. */
(function () {
  "use strict";
  const { onescreen } = window;
  const watched = new Map();

  function end(button) {
    const one = watched.get(button);
    if (!one) return;
    watched.delete(button);
    one.handle.stop();
    one.box.remove();
    button.setAttribute("aria-pressed", "false");
  }

  function begin(button) {
    const { camera, why, title, span } = JSON.parse(button.dataset.watch);
    const box = document.createElement("div");
    box.className = "watch-box";
    button.parentNode.after(box);
    const handle = onescreen.player.mount(box, camera, { why, title, span });
    watched.set(button, { box, handle });
    button.setAttribute("aria-pressed", "true");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-watch]");
    if (!button) return;
    if (watched.has(button)) end(button);
    else begin(button);
  });
  new MutationObserver(() => {
    for (const button of [...watched.keys()]) if (!button.isConnected) end(button);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
