/* Loads the scripts and styles that only the present page needs (assets/pages/<page>/).
 *
 * The server lists them in <meta name="onescreen-bundles">, in the order of their names; they run
 * in that order, after the scripts every page has.
 *
 *   loadBundle(name)   those of another folder, when something on the page turns out to need them;
 *                      a promise that holds once they have run
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const loading = new Map();

  function listed(name) {
    const meta = document.querySelector('meta[name="onescreen-bundles"]');
    try {
      return JSON.parse(meta.content)[name] || [];
    } catch {
      return [];
    }
  }

  function load(address) {
    const isStyle = address.split("?")[0].endsWith(".css");
    const node = document.createElement(isStyle ? "link" : "script");
    if (isStyle) {
      node.rel = "stylesheet";
      node.href = address;
    } else {
      node.async = false;
      node.src = address;
    }
    const done = new Promise((resolve, reject) => {
      node.onload = resolve;
      node.onerror = () => reject(new Error("not loaded: " + address));
    });
    document.head.append(node);
    return done;
  }

  onescreen.loadBundle = function loadBundle(name) {
    if (!loading.has(name)) loading.set(name, Promise.all(listed(name).map(load)));
    return loading.get(name);
  };

  /* Scripts of this page are still being read while the document is: wait for the last of them. */
  function start() {
    if (onescreen.route.isWorking) return; // its scripts stand in the page
    onescreen.loadBundle(onescreen.route.page).catch((error) => console.error(error));
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
