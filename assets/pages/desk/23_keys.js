/* Every action of the desk by key, and the list of them under `?`.
 *
 *   desk.keys.add(key, {label, group, run, when})   `when` says whether it applies now
 *   desk.keys.list()
 *
 * Keys belong to the page, not to fields: in an input they are letters. `/`, `i`, the space bar and
 * Escape keep the meaning they have on every page.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { el, t } = onescreen;
  const GROUPS = ["队列", "所选事件", "派遣", "面板", "其他"];
  const SHARED = [
    ["/", "搜索地名、拼音首字母或编码"],
    ["i", "所选数字的来源"],
    ["Esc", "关闭最上面的一层，再按取消选择"],
    ["Tab", "下一个按钮或输入框"],
    ["Ctrl + Enter", "提交正在填写的表单"],
  ];
  /* Keys of one part only: they are read there, not by the page. */
  const IN_PARTS = {
    接警: [
      ["↓ ↑", "在列表中移动"],
      ["Enter / Tab", "选定，到下一栏"],
      ["Alt + 1–5", "关联第几起疑似重复"],
      ["Alt + Shift + 1–5", "就是第几起：记入备注，不另登记"],
      ["Alt + N", "另接一起，这张留着"],
      ["Alt + M", "继续留着的一张"],
      ["Alt + Delete", "清空（按两次）"],
    ],
    状态板: [
      ["← → ↓ ↑", "在力量之间移动"],
      ["1–6", "把聚焦的力量改到第几栏"],
      ["7 8 9 0", "去备勤、已到位、结束备勤；0 改回刚才的"],
    ],
    备注: [["@", "提到力量"]],
  };
  const actions = new Map();
  let box = null;
  let cameFrom = null;

  function add(key, action) {
    if (actions.has(key)) throw new Error("key taken: " + key);
    actions.set(key, action);
  }

  const inField = (node) =>
    node instanceof Element && node.closest("input, textarea, select, [contenteditable]");

  function press(event) {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.isComposing
    )
      return;
    if (inField(event.target)) return;
    const key =
      event.key === "P" ? "P" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = actions.get(key);
    if (!action || (action.when && !action.when(event))) return;
    event.preventDefault();
    action.run(event);
  }

  const shown = (key) =>
    ({ ArrowDown: "↓", ArrowUp: "↑", Enter: "Enter", P: "Shift + P", 1: "1–9" })[key] || key;

  function rows() {
    const groups = new Map(GROUPS.map((name) => [name, []]));
    for (const [key, { label, group }] of actions) {
      if (!label) continue;
      groups.get(group).push([shown(key), label]);
    }
    groups.get("其他").push(...SHARED);
    for (const [name, list] of Object.entries(IN_PARTS)) groups.set(name, list);
    return Array.from(groups).filter(([, list]) => list.length);
  }

  function draw() {
    const lists = rows().map(([name, list]) =>
      el(
        "div",
        { class: "help-group" },
        el("h3", {}, t(name)),
        el(
          "dl",
          {},
          ...list.flatMap(([key, label]) => [
            el("dt", {}, el("kbd", {}, key)),
            el("dd", {}, t(label)),
          ]),
        ),
      ),
    );
    const close = el(
      "button",
      { class: "sheet-close", type: "button", "aria-label": t("关闭") },
      "✕",
    );
    close.addEventListener("click", hide);
    box.replaceChildren(
      el(
        "header",
        { class: "panel-head" },
        el("h2", { class: "panel-title", tabindex: "-1" }, t("按键一览")),
        close,
      ),
      el("div", { class: "help-groups" }, ...lists),
    );
  }

  function show() {
    cameFrom = document.activeElement;
    draw();
    box.hidden = false;
    box.querySelector("h2").focus();
  }

  function hide() {
    if (box.hidden) return false;
    box.hidden = true;
    if (cameFrom && cameFrom.isConnected) cameFrom.focus();
    return true;
  }

  onescreen.panels.start(() => {
    box = onescreen.panels.byId("desk-help");
    add("?", { label: "这张按键表", group: "其他", run: () => (box.hidden ? show() : hide()) });
    document.addEventListener("keydown", press);
  });

  desk.keys = { add, list: rows, hide, show, inField };
})();
