/* What may come in from the socket: pure checks, each answering null or the reason of refusal. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});

  const { kinds } = onescreen.contract;
  const LONGEST = 2000;

  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isText = (value) =>
    typeof value === "string" && value.length > 0 && value.length <= LONGEST;
  const isWhole = (value) => Number.isSafeInteger(value) && value >= 0;
  const isLat = (value) => typeof value === "number" && value >= -90 && value <= 90;
  const isLon = (value) => typeof value === "number" && value >= -180 && value <= 180;
  const isMoment = (value) => typeof value === "string" && Number.isFinite(Date.parse(value));

  /* What a field may hold, by the shape its kind declares on the server (domain/kind_fields.py). */
  const SHAPES = {
    text: (value) => typeof value === "string" && value.length <= LONGEST,
    whole: (value) => Number.isSafeInteger(value),
    number: (value) => Number.isFinite(value),
    flag: (value) => typeof value === "boolean",
    moment: isMoment,
    lat: isLat,
    lon: isLon,
    area: (value) => typeof value === "string" && /^\d{6,15}$/.test(value),
    code: (value, field) => field.one_of.includes(value),
    words: (value) => Array.isArray(value) && value.every((word) => typeof word === "string"),
    moments: (value) => isObject(value) && Object.values(value).every(isMoment),
    any: () => true,
  };
  const known = (kind) => typeof kind === "string" && Object.hasOwn(kinds, kind);

  function fits(field, value) {
    if (value === undefined) return !field.needed;
    if (value === null) return Boolean(field.null);
    if (field.needed && value === "") return false;
    return SHAPES[field.shape](value, field);
  }

  /* The reason why an entity's state is refused, null when it may be shown. */
  function entity(kind, id, state) {
    if (!known(kind)) return "unknown_kind";
    if (!isText(id)) return "id";
    if (!isObject(state)) return kind + ".state";
    const { fields, id: own } = kinds[kind];
    for (const name of Object.keys(fields)) {
      if (!fits(fields[name], state[name])) return kind + "." + name;
    }
    // The key under which the state is kept must be the state's own: else two of one would show.
    return own && state[own] !== undefined && state[own] !== id ? kind + "." + own : null;
  }

  /* The reason why a journal record is refused; its numbers are the frame's affair. */
  function record(value) {
    if (!isObject(value)) return "record";
    if (!isWhole(value.seq)) return "record.seq";
    if (!isText(value.action)) return "record.action";
    if (value.action === "gone") {
      if (!known(value.kind)) return "unknown_kind";
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
