/* Cameras are looked through from wherever a place is: what is small enough for every glass. The rest
 * (assets/pages/eyes/, assets/pages/player/) is fetched when somebody looks.
 *
 *   eyes.may()                   whether whoever looks at this page may open a camera at all
 *   eyes.ofIncident(state)       opens the cameras that see an incident's place, at once the best
 *   eyes.button(state)           the button that does so, null where there is nothing to see
 *
 * A button `data-eye="<camera id>"` opens that camera. `data-eye-number` names the incident it is for;
 * without one a community page says its area, a topic itself, and everywhere else it is asked why.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { el, t } = onescreen;

  const may = () => Boolean(onescreen.page) && onescreen.page.root.dataset.eyes === "1";

  async function open(asked) {
    if (!may()) return;
    try {
      await Promise.all([onescreen.loadBundle("player"), onescreen.loadBundle("eyes")]);
    } catch (error) {
      console.error(error);
      return;
    }
    onescreen.eyesPanel.show(asked);
  }

  function ofIncident(state, camera) {
    return open({
      why: { kind: "incident", subject: state.number },
      incident: state,
      place: onescreen.rules.isPlaced(state) ? { lat: state.lat, lon: state.lon } : null,
      camera,
    });
  }

  function button(state) {
    if (!may() || !onescreen.rules.isPlaced(state)) return null;
    return el(
      "button",
      { type: "button", class: "button small eye", "data-eye-number": state.number },
      t("看现场"),
    );
  }

  /* The reason of where one is: it is written down with the look (docs/video.md). */
  function reasonHere() {
    if (onescreen.route.page === "community")
      return { kind: "area", subject: onescreen.route.area };
    const topic = onescreen.route.page === "wall" ? onescreen.topic.now() : null;
    return topic && topic.id && topic.id !== "overview"
      ? { kind: "topic", subject: topic.id }
      : null;
  }

  function follow(event) {
    const node = event.target instanceof Element && event.target.closest(".eye");
    if (!node) return;
    const { eye, eyeNumber, eyeName } = node.dataset;
    const state = eyeNumber && onescreen.picture.entities.incident.get(eyeNumber);
    const camera = eye ? { camera_id: eye, name: eyeName || "" } : null;
    if (state) ofIncident(state, camera);
    else open({ why: reasonHere(), camera });
  }

  /* A camera chosen on the map: its panel, in which one says that one wants to look. */
  function onPlace({ changed }) {
    const chosen = changed.has("selection") && onescreen.place.selected();
    if (!chosen || chosen.kind !== "camera") return;
    open({ why: reasonHere(), camera: { camera_id: chosen.id, name: "" }, isAsked: true });
  }

  onescreen.panels.startOnGlass(() => {
    document.addEventListener("click", follow);
    onescreen.place.on("change", onPlace);
  });
  onescreen.eyes = { may, open, ofIncident, button };
})();
