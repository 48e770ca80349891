/* On opening the map comes first: what else is drawn waits until what is live stands on it.
 *
 *   opening.after(fn)   run once that is so; at once where it is, or where the page has no map
 *   opening.over()      the live layer has drawn the picture (30_map_live.js)
 *
 * Where no picture comes, or no map, nothing waits longer than a second after the page is there.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const LONGEST_MS = 1000;
  let waiting = onescreen.route.isWorking ? null : [];
  let isTold = false;

  function release() {
    const held = waiting || [];
    waiting = null;
    for (const fn of held) fn();
  }

  onescreen.opening = {
    after(fn) {
      if (waiting) waiting.push(fn);
      else fn();
    },
    over() {
      if (isTold) return;
      isTold = true;
      // after the frame that shows it
      onescreen.frame(() => setTimeout(release));
    },
  };
  onescreen.whenPage().then(() => setTimeout(release, LONGEST_MS));
})();
