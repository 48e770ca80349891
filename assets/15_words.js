/* Words the browser draws in many places. What codes are called the server tells (domain/contract.py). */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});

  const told = onescreen.contract.words;
  const numeral = ([code, name]) => [code, name.slice(0, 1)];
  /* What the search box found beside areas. */
  const SEARCHED = {
    unit: "力量",
    point: "坐标",
    address: "地址",
    crossing: "路口",
    road: "道路",
    place: "地点",
    camera: "摄像机",
  };

  /* 45 秒, 3 分, 2 时, 5 天 — for ages, where the unit matters more than the second. */
  function age(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s < 60) return onescreen.t("{n} 秒", { n: s });
    if (s < 3600) return onescreen.t("{n} 分", { n: Math.floor(s / 60) });
    if (s < 86400) return onescreen.t("{n} 时", { n: Math.floor(s / 3600) });
    return onescreen.t("{n} 天", { n: Math.floor(s / 86400) });
  }

  /* 01:42, 1:04:09 — a running clock; from a day on, days. */
  function clock(ms) {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s >= 86400) return onescreen.t("{n} 天", { n: Math.floor(s / 86400) });
    const two = (n) => String(n).padStart(2, "0");
    const h = Math.floor(s / 3600);
    const rest = two(Math.floor((s % 3600) / 60)) + ":" + two(s % 60);
    return h ? h + ":" + rest : rest;
  }

  /* 1.4 km or 320 m. */
  function distance(metres) {
    return metres >= 1000 ? (metres / 1000).toFixed(1) + " km" : Math.round(metres) + " m";
  }

  onescreen.words = {
    CLASS: told.class,
    SEVERITY: Object.fromEntries(Object.entries(told.severity).map(numeral)),
    SEVERITY_NAME: told.severity,
    STATUS: told.status,
    STEP: told.step,
    UNIT_KIND: told.unit_kind,
    UNIT_SUBKIND: told.unit_subkind,
    UNIT_STATUS: told.unit_status,
    NOTICE_STATE: told.notice_state,
    LEVEL: told.level,
    LEVEL_SHORT: told.level_short,
    SEARCHED,
    SOURCE: told.source,
    age,
    clock,
    distance,
  };
})();
