/* What may come in from the socket: pure checks, each answering null or the reason of refusal. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});

  const LONGEST = 2000;
  const INCIDENT_STATUS = new Set([
    "reported",
    "accepted",
    "dispatched",
    "en_route",
    "on_scene",
    "resolved",
    "closed",
    "cancelled",
  ]);
  const UNIT_STATUS = new Set([
    "available",
    "dispatched",
    "en_route",
    "on_scene",
    "cleared",
    "off_duty",
    "out_of_service",
  ]);

  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isText = (value) =>
    typeof value === "string" && value.length > 0 && value.length <= LONGEST;
  const isWhole = (value) => Number.isSafeInteger(value) && value >= 0;
  const isLat = (value) => typeof value === "number" && value >= -90 && value <= 90;
  const isLon = (value) => typeof value === "number" && value >= -180 && value <= 180;
  const isMoment = (value) => typeof value === "string" && Number.isFinite(Date.parse(value));
  const isMomentOrNull = (value) => value === null || value === undefined || isMoment(value);
  const isTextOrNull = (value) =>
    value === null || value === undefined || (typeof value === "string" && value.length <= LONGEST);

  function incident(state) {
    if (!isText(state.number)) return "incident.number";
    if (!isLat(state.lat) || !isLon(state.lon)) return "incident.place";
    if (!INCIDENT_STATUS.has(state.status)) return "incident.status";
    if (![1, 2, 3, 4].includes(state.severity)) return "incident.severity";
    if (!isText(state.class)) return "incident.class";
    if (!/^\d{6,15}$/.test(state.area_code)) return "incident.area_code";
    if (!isMoment(state.reported_at)) return "incident.reported_at";
    if (!isTextOrNull(state.title)) return "incident.title";
    if (!isObject(state.reached_at || {})) return "incident.reached_at";
    return Object.values(state.reached_at || {}).every(isMoment) ? null : "incident.reached_at";
  }

  function unit(state) {
    if (!isText(state.unit_id)) return "unit.unit_id";
    if (!isText(state.kind)) return "unit.kind";
    if (!isTextOrNull(state.call_sign)) return "unit.call_sign";
    if (!isTextOrNull(state.name)) return "unit.name";
    if (!isTextOrNull(state.subkind)) return "unit.subkind";
    return UNIT_STATUS.has(state.status) ? null : "unit.status";
  }

  function assignment(state) {
    if (!isText(state.number)) return "assignment.number";
    if (!isText(state.unit_id)) return "assignment.unit_id";
    if (!isMoment(state.assigned_at)) return "assignment.assigned_at";
    return isMomentOrNull(state.cleared_at) ? null : "assignment.cleared_at";
  }

  function standby(state) {
    if (!isText(state.standby_id)) return "standby.standby_id";
    if (!isText(state.unit_id)) return "standby.unit_id";
    if (!isText(state.name)) return "standby.name";
    if (!isLat(state.lat) || !isLon(state.lon)) return "standby.place";
    if (!isMoment(state.ordered_at)) return "standby.ordered_at";
    if (!isMomentOrNull(state.arrived_at)) return "standby.arrived_at";
    return isMomentOrNull(state.ended_at) ? null : "standby.ended_at";
  }

  function kpi(state) {
    return isTextOrNull(state.label) ? null : "kpi.label";
  }

  function notice(state) {
    return isMoment(state.at) ? null : "notice.at";
  }

  const KINDS = Object.assign(Object.create(null), {
    incident,
    unit,
    assignment,
    standby,
    kpi,
    notice,
    map: () => null,
    camera: () => null,
  });

  /* The reason why an entity's state is refused, null when it may be shown. */
  function entity(kind, id, state) {
    if (typeof kind !== "string" || !KINDS[kind]) return "unknown_kind";
    if (!isText(id)) return "id";
    if (!isObject(state)) return kind + ".state";
    const reason = KINDS[kind](state);
    if (reason) return reason;
    // The key under which the state is kept must be the state's own: else two of one would show.
    if (kind === "incident" && state.number !== id) return "incident.number";
    if (kind === "unit" && state.unit_id !== id) return "unit.unit_id";
    if (kind === "standby" && state.standby_id !== id) return "standby.standby_id";
    return null;
  }

  /* The reason why a journal record is refused; its numbers are the frame's affair. */
  function record(value) {
    if (!isObject(value)) return "record";
    if (!isWhole(value.seq)) return "record.seq";
    if (!isText(value.action)) return "record.action";
    if (value.action === "gone") {
      if (!KINDS[value.kind]) return "unknown_kind";
      return isText(value.id) ? null : "record.id";
    }
    return entity(value.kind, value.id, value.state);
  }

  /* [unit_id, lat, lon, at_ms, speed_kmh|null, bearing_deg|null] */
  function position(row) {
    if (!Array.isArray(row) || row.length < 4) return "position";
    if (!isText(row[0]) || row[0].length > 128) return "position.unit_id";
    if (!isLat(row[1]) || !isLon(row[2])) return "position.place";
    return typeof row[3] === "number" && row[3] > 0 && row[3] < 8.64e15 ? null : "position.at_ms";
  }

  onescreen.check = { entity, record, position, isObject, isWhole, isText, isMoment };
})();
