/* The desk always follows the coverage: desk.coverage is onescreen.coverage (assets/26_coverage.js). */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  desk.coverage = onescreen.coverage;
  onescreen.panels.start(() => onescreen.coverage.want("desk"));
})();
