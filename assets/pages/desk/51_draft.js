/* What has been typed into the intake form; kept in the tab's storage, so that a refresh loses nothing.
 *
 *   desk.draft.get()      {key, isOpen, startedAt, code, severity, isSuggested, place, text, name, phone, answers, version, links}
 *   desk.draft.set(patch)
 *   desk.draft.begin()    a new one with a key of its own
 *   desk.draft.body()     as POST /incidents takes it
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const KEPT = "onescreen.desk.draft";
  const LONGEST_TITLE = 30;
  const blank = () => ({
    key: desk.orders.newKey(),
    isOpen: false,
    startedAt: null,
    code: null,
    severity: null,
    place: null,
    typedPlace: "",
    text: "",
    name: "",
    phone: "",
    answers: {},
    version: null,
    links: [],
  });

  function restore() {
    try {
      const held = JSON.parse(sessionStorage.getItem(KEPT));
      return held && held.key ? { ...blank(), ...held } : blank();
    } catch {
      return blank();
    }
  }

  let current = restore();

  function keep() {
    sessionStorage.setItem(KEPT, JSON.stringify(current));
  }

  function set(patch) {
    current = { ...current, ...patch };
    keep();
  }

  function begin() {
    current = blank();
    keep();
  }

  const isEmpty = () =>
    !current.code && !current.place && !current.text && !current.phone && !current.name;

  /* The first clause of what was said; the rest stays in the description. */
  function titleOf(text) {
    const first = text.split(/[\n。；;！!？?，,]/)[0].trim();
    return first.length > LONGEST_TITLE ? first.slice(0, LONGEST_TITLE) + "…" : first;
  }

  function placeBody(place) {
    if (!place) return {};
    return place.code && !place.isPoint
      ? { area_code: place.code }
      : { lat: place.lat, lon: place.lon };
  }

  function body() {
    const { key, code, severity, place, text, name, phone, startedAt, links } = current;
    const all = {
      key,
      class: code,
      severity,
      ...placeBody(place),
      title: titleOf(text),
      description: text.trim(),
      caller_name: name.trim(),
      caller_phone: phone.trim(),
      call_started_at: startedAt,
      links: links.length ? links : null,
    };
    return Object.fromEntries(
      Object.entries(all).filter(
        ([, value]) => value !== "" && value !== null && value !== undefined,
      ),
    );
  }

  desk.draft = { get: () => current, set, begin, isEmpty, body, titleOf, placeBody };
})();
