/* What is typed or picked and not yet sent: kept in the tab's storage, so that a refresh loses nothing.
 *
 *   onescreen.kept("desk.notes")   → {get(key), set(key, value), all()}; an empty value forgets the key
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const MOST = 50;

  const isNothing = (value) =>
    value === null ||
    value === undefined ||
    value === "" ||
    (Array.isArray(value) && !value.length);

  function read(name) {
    try {
      const held = JSON.parse(sessionStorage.getItem(name) || "{}");
      return held && typeof held === "object" && !Array.isArray(held) ? held : {};
    } catch {
      return {};
    }
  }

  onescreen.kept = function kept(key) {
    const name = "onescreen." + key;
    const held = new Map(Object.entries(read(name)));

    function set(one, value) {
      held.delete(one);
      if (!isNothing(value)) held.set(one, value);
      // The oldest go first: a shift of twelve hours must not fill the storage.
      while (held.size > MOST) held.delete(held.keys().next().value);
      sessionStorage.setItem(name, JSON.stringify(Object.fromEntries(held)));
    }

    return { get: (one) => held.get(one), set, all: () => Object.fromEntries(held) };
  };
})();
