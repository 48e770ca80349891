/* Opens the tab the address names. */
(function () {
  "use strict";
  const { admin, panels } = window.onescreen;
  panels.start(() => {
    const name = location.pathname.split("/")[2] || "";
    const box = panels.byId("admin-page");
    admin.open(box, name).then(() => admin.bell(box));
  });
})();
