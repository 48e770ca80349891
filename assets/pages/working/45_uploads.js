/* Where a table is handed over (layouts/office/tables.py) Dash lays a see-through field of a file over the
 * button: a second stop of the Tab key that has no name. The button does all of it; the field is taken
 * out of sight of keyboard and reader.
 */
(function () {
  "use strict";

  function look() {
    for (const field of document.querySelectorAll(".pool-upload input[type=file]")) {
      if (field.tabIndex === -1) continue;
      field.tabIndex = -1;
      field.setAttribute("aria-hidden", "true");
    }
  }
  new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true });
})();
