/* Every question and order the desk puts to the server, in one place.
 *
 *   desk.api.get(path)                    the answer's body
 *   desk.api.send({method, path, body, file, once})   likewise; `once` names an order (api/desk/once.py)
 *   desk.api.at.note(number) …            where things are asked for and ordered
 *
 * A refusal is thrown as {status, code, field, text, mayRetry}: `text` is a sentence for people.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const { t } = onescreen;
  const PATIENCE_MS = 12000;

  const ROOT = "/api/v1/desk";
  const FILES = "/api/v1/files";
  const word = encodeURIComponent;
  const of = (number, rest) => ROOT + "/incidents/" + word(number) + (rest ? "/" + rest : "");

  /* Every address the desk knows (docs/desk-api.md). */
  const at = {
    options: () => ROOT + "/options",
    places: (text) => ROOT + "/places?limit=8&q=" + word(text),
    callers: () => ROOT + "/callers",
    checklist: (name) => ROOT + "/checklists/" + word(name),
    checklistVersions: (name) => ROOT + "/checklists/" + word(name) + "/versions",
    duplicates: () => ROOT + "/duplicates",
    incidents: () => ROOT + "/incidents",
    card: (number) => of(number),
    step: (number, step) => of(number, step),
    messagePhotos: (id) => ROOT + "/messages/" + word(id) + "/photos",
    recordings: (number) => of(number, "recordings"),
    recordingFilm: (id) => ROOT + "/recordings/" + word(id) + "/film",
    recordingRemoval: (id) => ROOT + "/recordings/" + word(id) + "/removal",
    assignment: (number, unitId) => of(number, "assignments/" + word(unitId)),
    link: (number, other) => of(number, "links/" + word(other)),
    uploads: () => FILES + "/uploads",
    upload: (id) => FILES + "/uploads/" + word(id),
    fileRemoval: (id) => FILES + "/" + word(id) + "/removal",
    notice: (id, step) => ROOT + "/notices/" + word(id) + "/" + step,
    phones: () => "/api/v1/field/devices",
    phoneEnd: (id) => "/api/v1/field/devices/" + word(id) + "/revocation",
    unitStatus: (unitId) => ROOT + "/units/" + word(unitId) + "/status",
    standby: (unitId, step) =>
      ROOT + "/units/" + word(unitId) + "/standby" + (step ? "/" + step : ""),
    checkIn: (unitId) => ROOT + "/units/" + word(unitId) + "/check-in",
    checkIns: () => ROOT + "/check-ins",
    board: () => ROOT + "/board",
    handover: () => ROOT + "/handover",
    roster: (day) => ROOT + "/roster" + (day ? "?day=" + word(day) : ""),
    rosterFile: (name, isCheck) =>
      ROOT + "/roster?name=" + word(name) + (isCheck ? "&check=true" : ""),
    rosterTemplate: () => ROOT + "/roster/template",
    figures: (by, query) => ROOT + "/figures?by=" + word(by) + (query || ""),
    figuresFile: (type, by) => ROOT + "/figures." + type + "?by=" + word(by),
    paper: () => ROOT + "/print",
    recommend: (number) => of(number, "recommendation?limit=5"),
    plan: () => ROOT + "/plan",
    acceptPlan: () => ROOT + "/plan/accept",
    coverage: () => ROOT + "/coverage",
    whatIf: () => ROOT + "/coverage/what-if",
    moveUp: () => ROOT + "/coverage/move-up?moves=2",
  };

  class Refusal extends Error {
    constructor({ status, code, field, text, mayRetry, body }) {
      super(text);
      Object.assign(this, { status, code, field, text, mayRetry, body });
    }
  }

  function silence(error) {
    const isLate = error && error.name === "TimeoutError";
    const text = isLate ? t("服务器没有按时回答，不知道是否已办成") : t("连不上服务器，没有办成");
    return new Refusal({ status: 0, code: "silent", field: null, text, mayRetry: true });
  }

  async function bodyOf(answer) {
    const type = answer.headers.get("content-type") || "";
    if (!type.includes("json")) return null;
    try {
      return await answer.json();
    } catch {
      return null;
    }
  }

  function refused(answer, body) {
    const error = (body && body.error) || {};
    const text = desk.refusals.say(answer.status, error);
    const mayRetry = answer.status >= 500 || answer.status === 429 || answer.status === 408;
    return new Refusal({
      status: answer.status,
      code: error.code || "",
      field: error.field || null,
      text,
      mayRetry,
      body,
    });
  }

  async function send({ method = "POST", path, body, file, once, patienceMs = PATIENCE_MS }) {
    const headers = { Accept: "application/json", "Onescreen-Lang": onescreen.language.now() };
    if (once) headers["Idempotency-Key"] = once;
    if (file) headers["Content-Type"] = file.type || "application/octet-stream";
    else if (body !== undefined) headers["Content-Type"] = "application/json";
    let answer;
    try {
      answer = await fetch(path, {
        method,
        headers,
        cache: "no-store",
        signal: AbortSignal.timeout(patienceMs),
        body: file || (body === undefined ? undefined : JSON.stringify(body)),
      });
    } catch (error) {
      throw silence(error);
    }
    const said = await bodyOf(answer);
    if (!answer.ok) throw refused(answer, said);
    // An unknown path answers 200 with a page: what is not JSON is no answer.
    if (said === null && answer.status !== 204) throw refused({ status: 404 }, null);
    return said;
  }

  desk.api = { get: (path) => send({ method: "GET", path }), send, at, Refusal };
})();
