/* What a word of an incident or a unit means, as the server tells it (domain/contract.py): no rule is
 * written here, and no status is compared anywhere else.
 *
 *   rules.isUnaccepted(incident)    nobody has answered it yet; likewise isUnsent, isHandled, isEnded, isVoid
 *   rules.isDone(incident)          dealt with or closed, and no mistake
 *   rules.isPlaced(incident)        more is known than that it is in the district
 *   rules.isGrave(incident)         grave enough to come before all others; isGravest
 *   rules.isFree(unit)              likewise isOnDuty, isBusy (at work or on the way), isLocated
 *   rules.columnOf(unit)            its status, all free ones as one
 *   rules.OPEN, SEVERITIES, UNIT_KINDS, COLUMNS, LAYERS, MEASURES   in order
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const { incident, unit, kinds, words } = onescreen.contract;
  const within = (codes) => {
    const held = new Set(codes);
    return (state) => held.has(state.status);
  };
  const isHandled = within(incident.handled);
  const isEnded = within(incident.ended);
  const isVoid = within(incident.void);
  const isFree = within(unit.free);
  const isAway = within(unit.not_on_duty);
  const isHidden = within(unit.unlocated);
  const SEVERITIES = kinds.incident.fields.severity.one_of;
  const columnOf = (one) =>
    isFree(one) ? unit.statuses.find((status) => isFree({ status })) : one.status;

  onescreen.rules = {
    isUnaccepted: within(incident.unaccepted),
    isUnsent: within(incident.before_dispatch),
    isHandled,
    isEnded,
    isVoid,
    isDone: (state) => isHandled(state) || (isEnded(state) && !isVoid(state)),
    isPlaced: (state) =>
      state.place_source !== incident.unplaced.place_source ||
      state.area_code.length > incident.unplaced.length,
    isGrave: (state) => state.severity <= incident.least_grave,
    isGravest: (state) => state.severity === SEVERITIES[0],
    isFree,
    isOnDuty: (one) => !isAway(one),
    isBusy: (one) => !isFree(one) && !isAway(one),
    isLocated: (one) => !isHidden(one),
    columnOf,
    OPEN: incident.open,
    SEVERITIES,
    UNIT_KINDS: kinds.unit.fields.kind.one_of,
    COLUMNS: [...new Set(unit.statuses.map((status) => columnOf({ status })))],
    LAYERS: Object.keys(words.layer),
    MEASURES: Object.keys(words.measure),
  };
})();
