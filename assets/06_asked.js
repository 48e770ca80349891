/* A page is drawn by the server: it must know which one; a working page also for whom, in which room.
 *
 * Dash asks for the layout and the callbacks of a page without saying of which; here the question
 * is completed. On the glass the address is the one the page has hinted at (layouts/page.py).
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const QUESTIONS = /\/_dash-(?:layout|dependencies)$/;
  const path = location.pathname;

  function completed(address) {
    if (!onescreen.route.isWorking) return address + "?path=" + encodeURIComponent(path);
    const query = new URLSearchParams({
      path,
      language: onescreen.language.now(),
      theme: onescreen.theme.now(),
      scale: String(parseFloat(getComputedStyle(document.documentElement).fontSize) / 16),
    });
    return address + "?" + query;
  }

  const ask = window.fetch;
  window.fetch = function fetch(address, options) {
    const isOurs = typeof address === "string" && QUESTIONS.test(address);
    return ask.call(window, isOurs ? completed(address) : address, options);
  };
})();
