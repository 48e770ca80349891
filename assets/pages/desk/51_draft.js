/* What has been typed into the intake form; kept in the tab's storage, so that a refresh loses nothing.
 *
 *   desk.draft.get()      {key, isOpen, startedAt, code, severity, isSuggested, place, typed, address, text, name, phone,
 *                          answers, versions, links}
 *   desk.draft.set(patch)
 *   desk.draft.begin()    a new one with a key of its own
 *   desk.draft.park()     a new one; the old is kept beside it
 *   desk.draft.parked()   those kept, oldest first
 *   desk.draft.resume(key)   goes on with one of them; the current one is kept in its place
 *   desk.draft.body()     as POST /incidents takes it
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const desk = (onescreen.desk = onescreen.desk || {});
  const KEPT = "onescreen.desk.draft";
  const PARKED = "onescreen.desk.drafts";
  const MOST_PARKED = 9;
  const LONGEST_TITLE = 30;
  const LONGEST_ADDRESS = 200;
  const HAN = /\p{Script=Han}/u;
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
    typed: "",
    address: "",
    answers: {},
    versions: {},
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

  let others = restoreParked();

  function restoreParked() {
    try {
      const held = JSON.parse(sessionStorage.getItem(PARKED));
      return Array.isArray(held) ? held.map((one) => ({ ...blank(), ...one })) : [];
    } catch {
      return [];
    }
  }

  function keep() {
    sessionStorage.setItem(KEPT, JSON.stringify(current));
    sessionStorage.setItem(PARKED, JSON.stringify(others));
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
    !current.code &&
    !current.place &&
    !current.typed.trim() &&
    !current.text &&
    !current.phone &&
    !current.name;

  /* False where so many wait already that one would be lost. */
  function park() {
    if (!isEmpty()) {
      if (others.length >= MOST_PARKED) return false;
      others = [...others, { ...current, isOpen: false }];
    }
    begin();
    return true;
  }

  function resume(key) {
    const wanted = others.find((one) => one.key === key);
    if (!wanted) return;
    const kept = isEmpty() ? [] : [{ ...current, isOpen: false }];
    others = [...others.filter((one) => one !== wanted), ...kept];
    current = { ...wanted, isOpen: true };
    keep();
  }

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

  /* The words of the address: what was typed where it says more than the name that was found. */
  function addressOf(typed, place) {
    if (place.isUnknown) return place.name;
    const said = typed.trim();
    const name = place.isPoint ? place.name || "" : "";
    const known = [place.name, place.path, onescreen.areas.pathText(place.code || "")].join(" ");
    return HAN.test(said) && !known.includes(said) ? said : name;
  }

  /* One body for each class that was asked about: its answers, by the version they were asked in. */
  function answerBodies() {
    const { answers, versions } = current;
    const given = Object.entries(answers).filter(([, value]) => value !== "");
    return Object.entries(versions)
      .map(([code, version]) => ({
        class: code,
        version,
        answers: Object.fromEntries(given.filter(([id]) => id.startsWith(code + "."))),
      }))
      .filter((one) => Object.keys(one.answers).length);
  }

  function body() {
    const { key, code, severity, place, text, name, phone, startedAt, links, address } = current;
    const all = {
      key,
      class: code,
      severity,
      ...placeBody(place),
      address: address.trim().slice(0, LONGEST_ADDRESS),
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

  desk.draft = {
    get: () => current,
    set,
    begin,
    park,
    parked: () => others.slice(),
    resume,
    isEmpty,
    body,
    answerBodies,
    addressOf,
    titleOf,
    placeBody,
  };
})();
