/* The words, targets and departments the server lists; until they come, the page's own suffice.
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
  const PINYIN = {
    fire: "huoqing",
    traffic: "jiaotong",
    flood: "xunqing",
    medical: "jijiu",
    public_order: "zhian",
    hazard: "yinhuan",
    city_management: "chengguan",
    dispute: "jiufen",
    service_request: "suqiu",
    sos: "yijianqiuzhu",
    other: "qita",
  };
  const INITIALS = {
    fire: "hq",
    traffic: "jt",
    flood: "xq",
    medical: "jj",
    public_order: "za",
    hazard: "yh",
    city_management: "cg",
    dispute: "jf",
    service_request: "sq",
    sos: "yjqz",
    other: "qt",
  };
  const SEVERITY = {
    fire: 2,
    traffic: 3,
    flood: 2,
    medical: 2,
    public_order: 3,
    hazard: 2,
    sos: 1,
  };

  let current = {
    classes: Object.entries(words.CLASS).map(([code, name]) => ({
      code,
      name,
      pinyin: PINYIN[code],
      initials: INITIALS[code],
      severity: SEVERITY[code] || 4,
    })),
    dispositions: [
      { code: "handled", name: t("已处置"), ends: "closed" },
      { code: "false_alarm", name: t("误报"), ends: "cancelled" },
    ],
    departments: [],
    targets: {
      answer: 15,
      accept: 60,
      dispatch: 60,
      turnout: 80,
      travel: 240,
      on_scene: 3600,
      check_in: 900,
    },
    escalation: { after_s: [30, 60, 120], steps: [] },
  };

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
      current = { ...current, ...answer, targets: { ...current.targets, ...answer.targets } };
      events.emit("change", current);
    } catch {
      setTimeout(load, RETRY_MS);
    }
  }

  onescreen.panels.start(load);
  const nameIn = (list, code) => (list.find((one) => one.code === code) || { name: code }).name;
  desk.options = {
    get: () => current,
    on: events.on,
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
