/* What a screen reader hears of itself: a new incident, a lost and a regained connection, another topic.
 *
 *   announce.say(text)   read out in place of what was said before
 *
 * In a flood the newest speaks, with how many more there were.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { panels, words } = onescreen;
  const NEWS_MS = 15000;
  const GATHER_MS = 600;
  let pending = [];
  let timer = null;
  let wasOff = false;

  function say(text) {
    const box = panels.byId("announce");
    if (!box) return;
    box.setAttribute("translate", "no"); // put into the reader's language already
    box.textContent = text;
  }

  function sentence(state) {
    return onescreen.sayAll([
      "新事件",
      words.SEVERITY_NAME[state.severity],
      state.title || words.CLASS[state.class],
      panels.placeText(state.area_code),
      words.STATUS[state.status],
    ]);
  }

  function tell() {
    timer = null;
    const told = pending.sort((a, b) => a.severity - b.severity);
    pending = [];
    const more = told.length > 1 ? onescreen.t("另有 {count} 起", { count: told.length - 1 }) : "";
    if (told.length) say(onescreen.sayAll([sentence(told[0]), more]));
  }

  function hear(state) {
    pending.push(state);
    if (timer === null) timer = setTimeout(tell, GATHER_MS);
  }

  function onRecord({ kind, action, state }) {
    if (kind !== "incident" || action === "gone" || !onescreen.rules.isUnaccepted(state)) return;
    const isNews = panels.now() - Date.parse(state.reported_at) < NEWS_MS;
    if (isNews && (onescreen.topic.shows(state) || onescreen.rules.isGravest(state))) hear(state);
  }

  /* Who opens the page in the middle of an alarm is told of it too. */
  function onOpened() {
    const { mode, states } = onescreen.gravest.now();
    if (mode === "alarm") hear(states[0]);
  }

  function onFreshness() {
    const { state } = onescreen.live.freshness();
    const isOff = state === "offline" || state === "stale";
    if (isOff !== wasOff) say(onescreen.t(isOff ? "数据已停更" : "数据已恢复"));
    wasOff = isOff;
  }

  onescreen.announce = { say };
  panels.startOnGlass(() => {
    if (!panels.isSideShown()) return;
    onescreen.picture.on("record", onRecord);
    onescreen.picture.on("replaced", onOpened);
    if (onescreen.picture.seq !== null) onOpened();
    onescreen.live.on("freshness", onFreshness);
    let topic = onescreen.topic.now().id;
    onescreen.topic.on("change", ({ id, title }) => {
      if (id !== topic) say(onescreen.t("专题：{title}", { title: onescreen.say(title) }));
      topic = id;
    });
  });
})();
