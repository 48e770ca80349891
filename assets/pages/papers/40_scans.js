/* Scans of a case: chosen or dropped, and sent as files of any subject are (assets/pages/uploads/). */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t, papers } = onescreen;
  const OFFERED = "image/jpeg,image/png,image/webp,application/pdf";
  const uploads = onescreen.uploads({
    kind: "case",
    send: papers.send,
    kept: onescreen.kept("case.uploads"),
  });

  const boxes = () => Array.from(document.querySelectorAll("[data-scans]"));
  const askedOf = (box) => JSON.parse(box.dataset.scans);

  /* Once all of a case have come its card is drawn anew, if that is still the one that is open. */
  uploads.on("done", (one) => {
    if (uploads.of(one.of).some((other) => other.state !== "refused")) return;
    const asked = boxes()
      .map(askedOf)
      .find((other) => other.subject_id === one.of);
    if (asked) papers.again(asked);
  });

  const drawn = new Set();
  uploads.on("change", () => {
    for (const one of drawn) {
      if (one.box.isConnected) one.list.draw();
      else drawn.delete(one);
    }
  });

  function fit(box) {
    box.dataset.isReady = "yes";
    const { subject_id: code } = askedOf(box);
    const brought = (files) => uploads.add(code, files);
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      brought(Array.from(event.dataTransfer.files));
    });
    const text = t("添加扫描件");
    const list = onescreen.uploadList(uploads, () => code);
    drawn.add({ box, list });
    box.replaceChildren(
      onescreen.fileChooser({ text, label: text, accept: OFFERED, brought }),
      list.node,
    );
  }

  const look = () => boxes().forEach((box) => box.dataset.isReady || fit(box));
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
