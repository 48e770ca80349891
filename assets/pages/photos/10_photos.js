/* Photos and documents of what is open on a card: chosen or dropped, and sent as files of any subject are (assets/pages/uploads/). */
(function () {
  "use strict";
  const { onescreen } = window;
  const { papers } = onescreen;
  const ofKind = new Map();
  const drawn = new Set();
  const boxes = () => Array.from(document.querySelectorAll("[data-photos]"));
  const askedOf = (box) => JSON.parse(box.dataset.photos);

  /* Once all of one have come its card is drawn anew, if that is still open. */
  function done(uploads, one) {
    if (uploads.of(one.of).some((other) => other.state !== "refused")) return;
    const asked = boxes()
      .map(askedOf)
      .find((other) => other.subject_id === one.of);
    if (asked) papers.again(asked);
  }

  function redraw() {
    for (const one of drawn) {
      if (one.box.isConnected) one.list.draw();
      else drawn.delete(one);
    }
  }

  function uploadsOf(kind) {
    if (!ofKind.has(kind)) {
      const kept = onescreen.kept(kind + ".uploads");
      const uploads = onescreen.uploads({ kind, send: papers.send, kept });
      uploads.on("done", (one) => done(uploads, one));
      uploads.on("change", redraw);
      ofKind.set(kind, uploads);
    }
    return ofKind.get(kind);
  }

  function fit(box) {
    box.dataset.isReady = "yes";
    const { subject_kind: kind, subject_id: id, text, accept } = askedOf(box);
    const uploads = uploadsOf(kind);
    const list = onescreen.uploadList(uploads, () => id);
    const brought = (files) => uploads.add(id, files);
    drawn.add({ box, list });
    box.replaceChildren(onescreen.fileChooser({ text, label: text, accept, brought }), list.node);
  }

  const look = () => boxes().forEach((box) => box.dataset.isReady || fit(box));
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
