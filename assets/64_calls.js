/* Calling people in the field from wherever they stand on the glass: what is small enough for every page.
 * The rest (assets/pages/call/, assets/pages/call_desk/) is fetched when somebody calls.
 *
 *   calls.may()                       whether whoever looks at this page may call at all
 *   calls.button(asked, text)         the button that does so, null for others
 *   calls.start({units, number, mode})   or {room}, to come into the call of another desk
 *
 * A button bears what it asks for: `data-call-units` (ids, blanks between), `data-call-number` (an incident's)
 * and `data-call-mode`: one, first (the nearest; whoever answers first takes it) or room (all together); or
 * `data-call-room`: a call that goes on.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const calls = (onescreen.calls = onescreen.calls || {});
  const { el, t } = onescreen;

  const may = () => Boolean(onescreen.page) && onescreen.page.root.dataset.calls === "1";

  function button({ units = [], number = "", mode = "one", room = "" }, text) {
    if (!may()) return null;
    return el(
      "button",
      {
        type: "button",
        class: "button small call-button",
        "data-call-units": units.join(" "),
        "data-call-number": number || null,
        "data-call-mode": room ? null : mode,
        "data-call-room": room || null,
        "data-focus": "call" + (room || mode + units.join("")),
      },
      text || t("呼叫"),
    );
  }

  async function start(asked) {
    if (!may()) return true;
    try {
      await onescreen.loadBundle("call");
      await onescreen.loadBundle("call_desk");
    } catch (error) {
      console.error(error);
      return false;
    }
    calls.desk.start(asked);
    return true;
  }

  /* Nothing of calls could be fetched: said beside the button, until the card is drawn anew. */
  function sayBad(node) {
    const next = node.nextElementSibling;
    if (next && next.matches(".call-failed")) next.remove();
    const text = t("连不上服务器，没有办成");
    node.after(el("span", { class: "call-failed", role: "alert" }, text));
  }

  /* Whoever is called while an incident is chosen is called because of it. */
  function chosen() {
    const one = onescreen.place.selected();
    const state = one && one.kind === "incident" && onescreen.picture.entities.incident.get(one.id);
    return state && !onescreen.picture.isEnded(state) ? one.id : "";
  }

  async function follow(event) {
    const node = event.target instanceof Element && event.target.closest(".call-button");
    if (!node) return;
    event.preventDefault();
    const { callUnits = "", callNumber, callMode, callRoom } = node.dataset;
    const units = callUnits.split(" ").filter(Boolean);
    const mode = callMode || "one";
    const isThere = await start({ units, number: callNumber || chosen(), mode, room: callRoom });
    if (!isThere) sayBad(node);
  }

  onescreen.panels.startOnGlass(() => {
    document.documentElement.classList.toggle("may-call", may());
    document.addEventListener("click", follow);
  });
  Object.assign(calls, { may, button, start });
})();
