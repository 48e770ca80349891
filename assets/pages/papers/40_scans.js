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

  const lists = new Map();
  uploads.on("change", () => {
    for (const [box, list] of lists) {
      if (box.isConnected) list.draw();
      else lists.delete(box);
    }
  });

  function fill(box) {
    const { subject_id: code } = askedOf(box);
    const text = t("添加扫描件");
    const list = onescreen.uploadList(uploads, () => code);
    const brought = (files) => uploads.add(code, files);
    lists.set(box, list);
    box.replaceChildren(
      onescreen.fileChooser({ text, label: text, accept: OFFERED, brought }),
      list.node,
    );
  }

  function fit(box) {
    box.dataset.isReady = "yes";
    box.addEventListener("dragover", (event) => event.preventDefault());
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      uploads.add(askedOf(box).subject_id, Array.from(event.dataTransfer.files));
    });
    fill(box);
  }

  const look = () => boxes().forEach((box) => box.dataset.isReady || fit(box));
  onescreen.language.on("change", () => boxes().forEach(fill));
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
