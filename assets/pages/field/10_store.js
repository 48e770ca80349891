/* What the phone keeps: acts that wait for a network, and a few words of its own. Bounded, wiped
 * at sign-out and when the phone is ended; no name, no address, no text of a case (docs/privacy.md).
 *
 *   store.add(entry)  store.all()  store.remove(id)     the outbox, in the order of pressing
 *   store.get(name)   store.set(name, value)            a few words
 *   store.wipe()
 */
(function () {
  "use strict";
  const { field } = window.onescreen;
  const { t } = window.onescreen;
  const NAME = "onescreen-field";
  const MOST_ENTRIES = 500;
  let opened = null;

  function open() {
    opened =
      opened ||
      new Promise((resolve, reject) => {
        const asked = indexedDB.open(NAME, 1);
        asked.onupgradeneeded = () => {
          asked.result.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
          asked.result.createObjectStore("words");
        };
        asked.onsuccess = () => {
          asked.result.onversionchange = () => asked.result.close();
          resolve(asked.result);
        };
        asked.onerror = () => reject(asked.error);
      });
    return opened;
  }

  function within(name, mode, work) {
    return open().then(
      (database) =>
        new Promise((resolve, reject) => {
          const transaction = database.transaction(name, mode);
          const asked = work(transaction.objectStore(name));
          transaction.oncomplete = () => resolve(asked && asked.result);
          transaction.onerror = transaction.onabort = () => reject(transaction.error);
        }),
    );
  }

  async function add(entry) {
    const count = await within("outbox", "readonly", (kept) => kept.count());
    if (count >= MOST_ENTRIES) throw { code: "full", text: t("待发送的已满，请先到有网络的地方") };
    try {
      return await within("outbox", "readwrite", (kept) => kept.add(entry));
    } catch (error) {
      if (error && error.name === "QuotaExceededError")
        throw { code: "full", text: t("手机存储已满，请清理后再试；这一步没有保存") };
      throw error;
    }
  }

  async function wipe() {
    await within("outbox", "readwrite", (kept) => kept.clear());
    await within("words", "readwrite", (kept) => kept.clear());
    field.emit("wiped");
  }

  field.store = {
    add,
    wipe,
    all: () => within("outbox", "readonly", (kept) => kept.getAll()),
    put: (entry) => within("outbox", "readwrite", (kept) => kept.put(entry)),
    remove: (id) => within("outbox", "readwrite", (kept) => kept.delete(id)),
    get: (name) => within("words", "readonly", (kept) => kept.get(name)),
    set: (name, value) => within("words", "readwrite", (kept) => kept.put(value, name)),
  };
})();
