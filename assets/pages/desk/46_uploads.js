/* Files sent in pieces that go on after a lost connection, one after the other.
 *
 *   desk.uploads.add(number, files)    send files for an incident
 *   desk.uploads.of(number)            [{id, name, size, sent, state, text}], oldest first
 *   desk.uploads.drop(id)              give one up, or take it off the list
 *   desk.uploads.retry(id)             once more what was refused
 *   desk.uploads.on("change" | "done", listener)
 *
 * state: waiting, hashing, sending, lost (the connection; it goes on by itself), refused, done.
 * What was under way when the page was closed goes on where it was when the same file is chosen.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { t } = onescreen;
  const at = desk.api.at;
  const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
  const PLAIN_PIECE = 262144;
  const events = onescreen.emitter();
  const begun = desk.kept("uploads");
  let list = [];
  let next = 1;
  let isRunning = false;

  const change = () => events.emit("change", null);
  const byId = (id) => list.find((one) => one.id === id);
  const sameFile = (one) =>
    [one.number, one.file.name, one.file.size, one.file.lastModified].join("\n");

  function set(one, changed) {
    Object.assign(one, changed);
    change();
  }

  /* The server compares what arrived; a page without a secure origin cannot reckon it. */
  async function hashOf(file) {
    if (!(window.crypto && crypto.subtle)) return null;
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  async function beginning(one) {
    const held = begun.get(sameFile(one));
    if (held) {
      try {
        return await desk.api.get(at.upload(held));
      } catch (error) {
        if (error.mayRetry) throw error;
        begun.set(sameFile(one), null); // given up or too old: from the start
      }
    }
    set(one, { state: "hashing" });
    const sha256 = await hashOf(one.file);
    const told = await desk.api.send({
      path: at.uploads(),
      body: {
        subject_kind: "incident",
        subject_id: one.number,
        name: one.file.name,
        size: one.file.size,
        ...(sha256 ? { sha256 } : {}),
      },
    });
    begun.set(sameFile(one), told.upload_id);
    return told;
  }

  /* A piece at a time, from where the server says it is. */
  async function send(one) {
    let told = await beginning(one);
    one.uploadId = told.upload_id;
    while (told.offset < one.file.size && !one.isDropped) {
      set(one, { state: "sending", sent: told.offset, tries: 0 });
      const end = Math.min(told.offset + (told.piece || PLAIN_PIECE), one.file.size);
      told = await desk.api.send({
        method: "PUT",
        path: at.upload(one.uploadId) + "?offset=" + told.offset,
        file: one.file.slice(told.offset, end),
      });
    }
    if (one.isDropped) return;
    set(one, { sent: one.file.size });
    await desk.api.send({
      path: at.upload(one.uploadId) + "/finish",
      body: {},
      patienceMs: 60000, // pictures are decoded and written anew
    });
    begun.set(sameFile(one), null);
    set(one, { state: "done" });
    desk.say(t("已办：{label}", { label: t("附件 {name}", { name: one.name }) }));
    list = list.filter((other) => other !== one);
    change();
    events.emit("done", one);
  }

  const pause = (ms) => new Promise((go) => setTimeout(go, ms));

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

  /* Said on its card; where another one is open, it stands with all else that failed. */
  function refuse(one, text) {
    const label = t("附件 {name}", { name: one.name });
    set(one, { state: "refused", text });
    if (desk.state.number() === one.number)
      desk.say(t("没有办成：{label}。{text}", { label, text }));
    else {
      const order = { label: one.number + " " + label, key: desk.orders.newKey() };
      desk.orders.remember(order, { text, mayRetry: false });
    }
  }

  async function through(one) {
    while (!one.isDropped) {
      try {
        await send(one);
        return;
      } catch (error) {
        if (one.isDropped) return;
        // Bytes the server has otherwise than we thought: it is asked where to go on.
        const isElsewhere = error.status === 409 && error.field === "offset" && one.tries < 5;
        if (!error.mayRetry && !isElsewhere) {
          begun.set(sameFile(one), null);
          refuse(one, error.text || t("文件读不出来，请重新选择"));
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

  function add(number, files) {
    for (const file of files) {
      const made = { id: next++, number, file, name: file.name, size: file.size };
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
    list = list.filter((other) => other !== one);
    begun.set(sameFile(one), null);
    if (one.uploadId && one.state !== "refused")
      desk.api.send({ method: "DELETE", path: at.upload(one.uploadId) }).catch(() => {}); // it ends by itself in a day
    change();
  }

  function retry(id) {
    const one = byId(id);
    if (!one || one.state !== "refused") return;
    set(one, { state: "waiting", text: "", sent: 0, tries: 0 });
    run();
  }

  desk.uploads = {
    add,
    drop,
    retry,
    on: events.on,
    of: (number) => list.filter((one) => one.number === number),
  };
})();
