/* Files sent in pieces that go on after a lost connection, one after the other.
 *
 *   onescreen.uploads({kind, send, kept, wholeTo})   sends files of subjects of one kind:
 *     kind    the subject's, as the server calls it
 *     send    puts a request: ({method, path, body, file, patienceMs}) → the answer's body; throws
 *             {status, field, text, mayRetry}
 *     kept    where the tab keeps what has begun (onescreen.kept)
 *     wholeTo (id) → where the files of a subject are sent whole, for whoever may bring them to that
 *             place alone; none: in pieces
 *
 *   .add(id, files)    send files of a subject
 *   .of(id)            [{id, of, name, size, sent, state, text}], oldest first
 *   .drop(id)          give one up, or take it off the list
 *   .retry(id)         once more what was refused
 *   .on("change" | "done" | "refused", listener)
 *
 * state: waiting, hashing, sending, checking, lost (the connection; it goes on by itself), refused.
 * What was under way when the page was closed goes on where it was when the same file is chosen.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { t } = onescreen;
  const PATH = "/api/v1/files/uploads";
  const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
  const CHECK_MS = 60000; // pictures are decoded and written anew
  const MOST_MISPLACED = 5;

  const at = (uploadId) => PATH + "/" + encodeURIComponent(uploadId);
  const pause = (ms) => new Promise((go) => setTimeout(go, ms));
  const sameFile = (one) =>
    [one.of, one.file.name, one.file.size, one.file.lastModified].join("\n");

  /* The server compares what arrived; a page without a secure origin cannot reckon it. */
  async function hashOf(file) {
    if (!(window.crypto && crypto.subtle)) return null;
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  onescreen.uploads = function uploads({ kind, send, kept, wholeTo }) {
    const events = onescreen.emitter();
    let list = [];
    let next = 1;
    let isRunning = false;

    const change = () => events.emit("change", null);
    const byId = (id) => list.find((one) => one.id === id);
    const off = (one) => {
      list = list.filter((other) => other !== one);
    };

    function set(one, changed) {
      Object.assign(one, changed);
      change();
    }

    async function beginning(one) {
      const held = kept.get(sameFile(one));
      if (held) {
        try {
          return await send({ method: "GET", path: at(held) });
        } catch (error) {
          if (error.mayRetry) throw error;
          kept.set(sameFile(one), null); // given up or too old: from the start
        }
      }
      set(one, { state: "hashing" });
      const sha256 = await hashOf(one.file);
      const about = { subject_kind: kind, subject_id: one.of };
      const file = { name: one.name.slice(0, 200) || "file", size: one.size };
      const body = { ...about, ...file, ...(sha256 ? { sha256 } : {}) };
      const told = await send({ path: PATH, body });
      kept.set(sameFile(one), told.upload_id);
      return told;
    }

    /* All of it at once: the server knows the same file again, and keeps it once. */
    async function sendWhole(one) {
      set(one, { state: "sending", sent: 0 });
      await send({ path: wholeTo(one.of), file: one.file, patienceMs: CHECK_MS });
      if (one.isDropped) return;
      off(one);
      change();
      events.emit("done", one);
    }

    /* A piece at a time, from where the server says it is. */
    async function sendOne(one) {
      if (wholeTo) return sendWhole(one);
      let told = await beginning(one);
      one.uploadId = told.upload_id;
      while (told.offset < one.size && !one.isDropped) {
        set(one, { state: "sending", sent: told.offset });
        const end = Math.min(told.offset + told.piece, one.size);
        told = await send({
          method: "PUT",
          path: at(one.uploadId) + "?offset=" + told.offset,
          file: one.file.slice(told.offset, end),
        });
        one.tries = 0;
      }
      if (one.isDropped) return;
      set(one, { state: "checking", sent: one.size });
      await send({ path: at(one.uploadId) + "/finish", body: {}, patienceMs: CHECK_MS });
      kept.set(sameFile(one), null);
      off(one);
      change();
      events.emit("done", one);
    }

    /* A connection that comes back need not wait for the end of the pause. */
    async function waitFor(one) {
      const ms = WAITS_MS[Math.min(one.tries, WAITS_MS.length - 1)];
      one.tries += 1;
      set(one, { state: "lost", text: t("连接中断，恢复后自动续传") });
      await Promise.race([
        pause(ms),
        new Promise((go) => window.addEventListener("online", go, { once: true })),
      ]);
    }

    async function through(one) {
      while (!one.isDropped) {
        try {
          await sendOne(one);
          return;
        } catch (error) {
          if (one.isDropped) return;
          // Bytes the server has otherwise than we thought: it is asked where to go on.
          const isElsewhere =
            error.status === 409 && error.field === "offset" && one.tries < MOST_MISPLACED;
          if (!error.mayRetry && !isElsewhere) {
            kept.set(sameFile(one), null);
            set(one, { state: "refused", text: error.text || t("文件读不出来，请重新选择") });
            events.emit("refused", one);
            return;
          }
          await waitFor(one);
        }
      }
    }

    async function run() {
      if (isRunning) return;
      isRunning = true;
      try {
        for (let one; (one = list.find((other) => other.state === "waiting")); ) await through(one);
      } finally {
        isRunning = false;
      }
    }

    function add(of, files) {
      for (const file of files) {
        const made = { id: next++, of, file, name: file.name, size: file.size };
        const isThere = list.some(
          (one) => one.state !== "refused" && sameFile(one) === sameFile(made),
        );
        if (!isThere) list.push({ ...made, sent: 0, tries: 0, state: "waiting", text: "" });
      }
      change();
      run();
    }

    function drop(id) {
      const one = byId(id);
      if (!one) return;
      one.isDropped = true;
      off(one);
      kept.set(sameFile(one), null);
      if (one.uploadId && one.state !== "refused")
        send({ method: "DELETE", path: at(one.uploadId) }).catch(() => {}); // it ends by itself in a day
      change();
    }

    function retry(id) {
      const one = byId(id);
      if (!one || one.state !== "refused") return;
      set(one, { state: "waiting", text: "", sent: 0, tries: 0 });
      run();
    }

    const of = (id) => list.filter((one) => one.of === id);
    return { add, drop, retry, of, on: events.on };
  };
})();
