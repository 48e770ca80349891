/* Photos and documents of what is open on a card: chosen, and sent as files of any subject are
 * (assets/pages/uploads/); where the box names a `path` with {id}, each is sent whole to it. The box
 * says what is offered (`text`, `accept`): photos where it says nothing. */
(function () {
  "use strict";
  const { onescreen } = window;
  const { t, papers } = onescreen;
  const PHOTOS = "image/jpeg,image/png,image/webp";
  const ofKind = new Map();
  const drawn = new Set();
  const boxes = () => Array.from(document.querySelectorAll("[data-photos]"));
  const askedOf = (box) => JSON.parse(box.dataset.photos);

  /* Once all of a subject have come its card is drawn anew, if that is still open. */
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

  function uploadsOf(kind, path) {
    if (!ofKind.has(kind)) {
      const kept = onescreen.kept(kind + ".uploads");
      const wholeTo = path && ((id) => path.replace("{id}", encodeURIComponent(id)));
      const uploads = onescreen.uploads({ kind, send: papers.send, kept, wholeTo });
      uploads.on("done", (one) => done(uploads, one));
      uploads.on("change", redraw);
      ofKind.set(kind, uploads);
    }
    return ofKind.get(kind);
  }

  function fit(box) {
    box.dataset.isReady = "yes";
    const { subject_kind: kind, subject_id: id, path, text, accept } = askedOf(box);
    const label = text || t("添加照片");
    const uploads = uploadsOf(kind, path);
    const list = onescreen.uploadList(uploads, () => id);
    const brought = (files) => uploads.add(id, files);
    drawn.add({ box, list });
    box.replaceChildren(
      onescreen.fileChooser({ text: label, label, accept: accept || PHOTOS, brought }),
      list.node,
    );
  }

  const look = () => boxes().forEach((box) => box.dataset.isReady || fit(box));
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
})();
