/* The clocks of an incident: what runs now, against which target, how urgent that makes it.
 *
 *   desk.clocks.of(incident)        [{name, label, since, target_s, ms, state}] those running now
 *   desk.clocks.worst(incident)     the most pressing of them, or null
 *   desk.clocks.urgent(incidents)   sorted, most pressing first
 *
 * state: ok, amber from a share of the target, red beyond it: which clock runs when the server tells.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { picture, rules, t } = onescreen;
  const RANK = { red: 0, amber: 1, ok: 2 };
  const { names: LABEL, runs_in: RUNS_IN, amber_from: AMBER_FROM } = onescreen.contract.desk.clocks;

  function clock(name, since) {
    const target = desk.options.get().targets[name];
    const ms = Math.max(0, picture.serverNow() - Date.parse(since));
    const share = target ? ms / (target * 1000) : 0;
    const state = !target || share < AMBER_FROM ? "ok" : share <= 1 ? "amber" : "red";
    return { name, label: t(LABEL[name]), since, target_s: target, ms, share, state };
  }

  function running(incident) {
    const reached = incident.reached_at || {};
    const since = reached[incident.status] || incident.reported_at;
    const part = RUNS_IN[incident.status];
    return part ? [clock(part, since)] : [];
  }

  function worst(incident) {
    return (
      running(incident).sort((a, b) => RANK[a.state] - RANK[b.state] || b.share - a.share)[0] ||
      null
    );
  }

  /* Nobody was sent yet, or the last crew has left. */
  const isUnsent = (incident) =>
    !picture.assignmentsOf(incident.number).length &&
    (Boolean(incident.unserved_since) || rules.isUnsent(incident));

  /* What is grave and waits for somebody comes before all else, however late the others are; then
   * what waits for an answer, then red before amber, then the gravest and longest. */
  function urgency(incident) {
    const now = worst(incident);
    const alarm = desk.notices && desk.notices.alarm(incident.number) ? 0 : 1;
    const over = rules.isHandled(incident) ? 1 : 0;
    const isWaiting = !alarm || isUnsent(incident) || Boolean(now && now.state === "red");
    const isFirst = !over && rules.isGrave(incident) && isWaiting;
    return [
      over,
      isFirst ? incident.severity : Infinity,
      alarm,
      now ? RANK[now.state] : 3,
      incident.severity,
      now ? -now.share : 0,
      incident.number,
    ];
  }

  function compare(a, b) {
    for (let i = 0; i < a.length; i += 1) {
      if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
    }
    return 0;
  }

  function urgent(incidents) {
    return incidents
      .map((one) => [urgency(one), one])
      .sort((a, b) => compare(a[0], b[0]))
      .map(([, one]) => one);
  }

  desk.clocks = { of: running, worst, urgent, isUnsent };
})();
