/* Loads the scripts and styles that only the present page needs (assets/pages/<page>/).
 *
 * The server lists them in <meta name="onescreen-bundles">, in the order of their names; they run
 * in that order, after the scripts every page has.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});

  function listed() {
    const meta = document.querySelector('meta[name="onescreen-bundles"]');
    try {
      return JSON.parse(meta.content)[onescreen.route.page] || [];
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
    document.head.append(node);
  }

  /* Scripts of this page are still being read while the document is: wait for the last of them. */
  function start() {
    listed().forEach(load);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
