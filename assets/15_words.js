/* Every Chinese word the browser draws, in one place. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});

  const CLASS = {
    fire: "火情",
    traffic: "交通",
    flood: "汛情",
    medical: "急救",
    public_order: "治安",
    hazard: "隐患",
    city_management: "城管",
    dispute: "纠纷",
    service_request: "诉求",
    sos: "一键求助",
    other: "其他",
  };
  const SEVERITY = { 1: "Ⅰ", 2: "Ⅱ", 3: "Ⅲ", 4: "Ⅳ" };
  const SEVERITY_NAME = { 1: "Ⅰ级 特别重大", 2: "Ⅱ级 重大", 3: "Ⅲ级 较大", 4: "Ⅳ级 一般" };
  const STATUS = {
    reported: "待受理",
    accepted: "已受理",
    dispatched: "已派遣",
    en_route: "途中",
    on_scene: "已到场",
    resolved: "已处置",
    closed: "已结案",
    cancelled: "已撤销",
  };
  /* What a step is called when it happens, for timelines and the ticker. */
  const STEP = {
    reported: "上报",
    accepted: "受理",
    dispatched: "派遣",
    en_route: "出发",
    on_scene: "到场",
    resolved: "处置",
    closed: "结案",
    cancelled: "撤销",
  };
  const UNIT_KIND = { police: "民警", grid_worker: "网格员" };
  const UNIT_SUBKIND = { officer: "步巡", patrol_car: "巡车" };
  const UNIT_STATUS = {
    available: "空闲",
    dispatched: "已派",
    en_route: "途中",
    on_scene: "到场",
    cleared: "空闲",
    off_duty: "离岗",
    out_of_service: "停用",
  };
  const LEVEL = { district: "全区", town: "镇街", village: "村（社区）", grid: "网格" };
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
  const SOURCE = {
    simulator: "演示模拟器",
    demo: "演示模拟器",
    phone: "群众电话",
    api: "接口上报",
    osmand: "定位终端",
    ws: "定位通道",
    ingest: "外部接入",
    sos: "一键求助",
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
    CLASS,
    SEVERITY,
    SEVERITY_NAME,
    STATUS,
    STEP,
    UNIT_KIND,
    UNIT_SUBKIND,
    UNIT_STATUS,
    LEVEL,
    SEARCHED,
    SOURCE,
    age,
    clock,
    distance,
  };
})();
