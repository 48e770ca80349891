/* The words, targets and departments the server lists; until they come, the contract's words suffice.
 *
 *   desk.options.get()         {classes, dispositions, departments, targets, …}
 *   desk.options.on("change", fn)
 *   desk.options.findClass(text)   classes by word, pinyin or initials, best first
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { words, t } = onescreen;
  const RETRY_MS = 10000;
  const events = onescreen.emitter();
  /* Until the district has told its own: what the rules say of every district. No clock has a target. */
  const { classes, dispositions } = onescreen.contract.desk;
  let current = { classes, dispositions, departments: [], targets: {} };

  /* Smaller is better, null does not match. */
  function rank(one, text) {
    const initials = one.initials || "";
    const pinyin = one.pinyin || "";
    if (one.name === text || initials === text || one.code === text) return 0;
    if (one.name.startsWith(text) || pinyin.startsWith(text)) return 1;
    if (initials.startsWith(text)) return 2;
    if ((one.words || []).some((said) => said === text)) return 2;
    if (one.name.includes(text)) return 3;
    if ((one.words || []).some((said) => said.startsWith(text))) return 3;
    return pinyin.includes(text) || one.code.startsWith(text) ? 4 : null;
  }

  function findClass(given) {
    const text = String(given || "")
      .normalize("NFKC")
      .toLowerCase()
      .replace(/\s+/g, "");
    if (!text) return current.classes.slice();
    return current.classes
      .map((one, i) => [rank(one, text), i, one])
      .filter(([value]) => value !== null)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      .map(([, , one]) => one);
  }

  async function load() {
    try {
      const answer = await desk.api.get(desk.api.at.options());
      if (!answer || !Array.isArray(answer.classes) || !answer.classes.length)
        throw new Error("options");
      current = { ...current, ...answer };
      events.emit("change", current);
    } catch {
      setTimeout(load, RETRY_MS);
    }
  }

  onescreen.panels.start(load);
  /* Whose desk this is: the account's role, as the server told it. Nothing is refused before it has. */
  const isRole = (...roles) => roles.includes((current.caller || {}).role);
  const nameIn = (list, code) => (list.find((one) => one.code === code) || { name: code }).name;
  desk.options = {
    get: () => current,
    on: events.on,
    isCentre: () => isRole("dispatcher"),
    isDepartment: () => isRole("department"),
    isElsewhere: () => Boolean(current.caller) && !isRole("dispatcher", undefined),
    findClass,
    className: (code) =>
      t(
        (
          current.classes.find((one) => one.code === code) || {
            name: words.CLASS[code] || words.CLASS.other,
          }
        ).name,
      ),
    department: (code) => t(code ? nameIn(current.departments, code) : "指挥中心"),
    disposition: (code) => t(nameIn(current.dispositions, code)),
  };
})();
