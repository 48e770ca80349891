/* What was told to whom, and whether they said yes: read from the live picture.
 *
 *   desk.notices.of(number)          notices of an incident or a standby (its id), newest last
 *   desk.notices.ofAssignment(a)     the newest that went to that unit for that incident, or null
 *   desk.notices.alarm(number)       0 none, else the highest level that nobody acknowledged
 *   desk.notices.word(notice)        the state in words, never better than it is
 *   desk.notices.alarms()            notices that need a person: escalated or failed, gravest first
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { picture, t } = onescreen;
  const { levels: LEVEL, ...sets } = onescreen.contract.desk.notice;
  const isOpen = (notice) => sets.unanswered.includes(notice.state);
  const isAnswered = (notice) => sets.answered.includes(notice.state);
  const isAlarming = (notice) => sets.alarming.includes(notice.state);
  let byNumber = new Map();

  /* What a notice is about: an incident's number, or the id of the standby that began its chain. */
  const subject = (notice) => notice.number || notice.chain || null;

  function index() {
    byNumber = new Map();
    for (const notice of picture.entities.notice.values()) {
      const key = subject(notice);
      if (!key) continue;
      if (!byNumber.has(key)) byNumber.set(key, []);
      byNumber.get(key).push(notice);
    }
    for (const list of byNumber.values()) list.sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  const of = (number) => byNumber.get(number) || [];

  function isMuted(number) {
    const standby = picture.entities.standby.get(number);
    if (standby) return Boolean(standby.ended_at);
    const incident = picture.entities.incident.get(number);
    return !incident || picture.isEnded(incident) || onescreen.rules.isHandled(incident);
  }

  /* Once anybody in the chain of escalation said yes, the chain is at rest. */
  function isAtRest(notice) {
    return of(subject(notice)).some(
      (one) => isAnswered(one) && one.chain && one.chain === notice.chain,
    );
  }

  /* A failed notice shouts at once, the others from the first escalation on. */
  function shouts(notice) {
    return (
      isOpen(notice) &&
      !isMuted(subject(notice)) &&
      !isAtRest(notice) &&
      ((notice.level || 0) > 0 || isAlarming(notice))
    );
  }

  function alarm(number) {
    return of(number)
      .filter(shouts)
      .reduce((most, one) => Math.max(most, one.level || 1), 0);
  }

  function alarms() {
    const found = [];
    for (const list of byNumber.values()) found.push(...list.filter(shouts));
    return found.sort((a, b) => (b.level || 0) - (a.level || 0) || (a.at < b.at ? -1 : 1));
  }

  function ofAssignment(assignment) {
    const own = of(assignment.number).filter(
      (one) =>
        // One that was sent because another stayed silent is told like the first.
        (one.level || 0) <= 1 &&
        one.unit_id === assignment.unit_id &&
        (!one.assignment_id || one.assignment_id === assignment.assignment_id),
    );
    return own[own.length - 1] || null;
  }

  function word(notice) {
    if (!notice) return t("没有通知记录");
    return t(onescreen.words.NOTICE_STATE[notice.state] || notice.state);
  }

  picture.on("change", (change) => {
    if (change.replaced || change.kinds.notice) index();
  });
  index();
  desk.notices = {
    of,
    subject,
    alarm,
    alarms,
    ofAssignment,
    word,
    isOpen,
    isAnswered,
    isAlarming,
    shouts,
    level: (notice) => t(LEVEL[notice.level || 0] || ""),
  };
})();
