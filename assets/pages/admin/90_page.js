/* Opens the tab the address names. */
(function () {
  "use strict";
  const { admin, panels } = window.onescreen;
  panels.start(() => {
    const name = location.pathname.split("/")[2] || "";
    admin.open(panels.byId("admin-page"), name);
  });
})();
