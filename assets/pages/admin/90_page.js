/* Opens the tab the address names. */
(function () {
  "use strict";
  const { onescreen } = window;
  const { admin, language, panels, t } = onescreen;
  const headline = () =>
    panels.headline(t("{district} 系统管理", { district: onescreen.page.districtName }));
  panels.start(() => {
    headline();
    language.on("change", headline);
    const name = location.pathname.split("/")[2] || "";
    const box = panels.byId("admin-page");
    admin.open(box, name);
  });
})();
