/* Reads what the server recommends into what the card draws: roles, candidates in one numbered row. */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const NONE = {
    isKnown: false,
    text: "",
    roles: [],
    candidates: [],
    chosen: [],
    isStraight: false,
  };

  /* A unit may fit two roles: it has one number, where it stands first. */
  function numbered(roles) {
    const seen = new Map();
    for (const role of roles) {
      for (const one of role.candidates) if (!seen.has(one.unit_id)) seen.set(one.unit_id, one);
    }
    return Array.from(seen.values());
  }

  function read(answer) {
    if (!answer || !Array.isArray(answer.roles)) return NONE;
    const roles = answer.roles.map((role) => ({
      ...role,
      candidates: role.candidates || [],
      excluded: role.excluded || [],
    }));
    return {
      isKnown: true,
      text: answer.text || "",
      roles,
      candidates: numbered(roles),
      chosen: answer.unit_ids || [],
      isStraight: answer.roads === false,
      isShort: roles.some((role) => role.short > 0),
    };
  }

  desk.plans = { read };
})();
