/* On opening the map comes first: what else is drawn waits until what is live stands on it.
 *
 *   opening.after(fn)   run once that is so; at once where it is, or where the page has no map
 *   opening.over()      the live layer has drawn the picture (30_map_live.js)
 *   opening.mapStands() the map shows its place (33_map_view.js), with or without a picture
 *   opening.whole       a promise: every part of the page stands, those around the map too
 *
 * What stands around the map is told beside it (layouts/drawn.py) and drawn after it: to draw it is
 * most of what Dash does.
 *
 * The map's own sheets wait too: ten files that are fetched, read and drawn.
 *
 * Where no picture comes, or no map, nothing waits longer than a second after the page is there. That the
 * live socket brings none is said by 20_live.js; that the map has not drawn what it brought is said here.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const LONGEST_MS = 1000;
  const SAID_AFTER_MS = 15_000;
  const NO_MAP_MS = 300;
  const AGAIN_MS = 50;
  let waiting = onescreen.route.isWorking ? null : [];
  let isTold = false;
  let alert = null;

  function release() {
    const held = waiting || [];
    waiting = null;
    for (const fn of held) fn();
  }

  /* A page nobody sees is not drawn: it is asked again when it has been in sight as long. */
  function look() {
    const stage = document.querySelector(".stage");
    if (isTold || !stage) return;
    if (document.hidden || onescreen.picture.seq === null) {
      setTimeout(look, SAID_AFTER_MS);
      return;
    }
    const says = onescreen.t("地图没有画出来，请刷新页面；其他面板照常更新");
    alert = onescreen.el("p", { class: "stage-says", role: "alert" }, says);
    stage.append(alert);
  }

  /* Dash's own set_props throws until it stands; what it draws is there a moment later. */
  function drawRest(rest) {
    try {
      for (const [id, children] of rest) window.dash_clientside.set_props(id, { children });
    } catch {
      setTimeout(drawRest, AGAIN_MS, rest);
      return;
    }
    const isDrawn = ([id]) => document.getElementById(id).hasChildNodes();
    const look = () => {
      if (!rest.every(isDrawn)) return;
      observer.disconnect();
      tellWhole();
    };
    const observer = new MutationObserver(look);
    observer.observe(onescreen.page.root, { childList: true, subtree: true });
    look();
  }

  let tellWhole = null;
  let tellMap = null;
  const whole = new Promise((resolve) => (tellWhole = resolve));
  const map = new Promise((resolve) => (tellMap = resolve));
  onescreen.whenPage().then(({ root }) => {
    const rest = root.dataset.rest && Object.entries(JSON.parse(root.dataset.rest));
    if (!rest) tellWhole();
    else map.then(() => onescreen.frame(() => setTimeout(drawRest, 0, rest)));
    setTimeout(tellMap, NO_MAP_MS);
  });

  onescreen.opening = {
    whole,
    mapStands: tellMap,
    after(fn) {
      if (waiting) waiting.push(fn);
      else fn();
    },
    over() {
      if (isTold) return;
      isTold = true;
      if (alert) alert.remove();
      // after the frame that shows it
      onescreen.frame(() => setTimeout(release));
    },
  };

  const ask = window.fetch;
  window.fetch = function fetch(address, options) {
    const asked = () => ask.call(window, address, options);
    const isSheet = typeof address === "string" && address.endsWith(".geojson");
    if (!waiting || !isSheet) return asked();
    return new Promise((resolve) => onescreen.opening.after(() => resolve(asked())));
  };

  onescreen.whenPage().then(() => {
    setTimeout(release, LONGEST_MS);
    if (waiting) setTimeout(look, SAID_AFTER_MS);
  });
})();
