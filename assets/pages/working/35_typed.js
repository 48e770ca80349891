/* What is typed into a form stays when Dash draws the form anew: in another language, theme or size, or
 * because something else was done on the page. Just before Dash is handed an answer, what stands in the
 * page's forms is put into the same forms of the answer: nothing is lost, however late it comes.
 *
 * A form is known by where it is sent and what it asks for (data-form, data-ask). After an act only
 * those are filled that name what they are about beside the act, and the one that is typed in, and of
 * them only what somebody has changed and the server has not: what was sent and done is drawn as the
 * server says.
 *
 * A form with data-kept-for outlives the page as well: when the page is left, what stands in it is kept in
 * the tab's storage for whom it names, and put in when the form is next drawn for them.
 *
 * What is typed after that, while the answer is being drawn, is put back when it has been drawn over.
 *
 *   typed.into(question, answer)   both as Dash says them; the answer is changed in place
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const IS_READER = /^reader\.data$/;
  const IS_ACT = /-do$/;
  const KEPT_AS = "onescreen.typed";
  const drawn = new Map(); // by name: what the server has put into the fields
  const sent = new Map(); // by name: what was sent and not yet answered
  const drawing = new Map(); // by name: what an answer has just put in, and what was typed since
  const DRAWN_WITHIN_MS = [0, 60, 250, 1000];

  const nameOf = (form) => form.dataset.form + " " + form.dataset.ask;
  const forms = () => Array.from(document.querySelectorAll("form[data-form]"));
  const isAbout = (name) => Object.keys(JSON.parse(name.slice(name.indexOf(" ") + 1))).length > 1;

  const isMeant = (name, form) => isAbout(name) || form.contains(document.activeElement);

  /* Field by field as a form sends them; nothing chosen is no text. */
  function standing(form) {
    const values = new Map();
    for (const { name, type } of form.elements) if (name && type !== "submit") values.set(name, "");
    for (const [name, value] of new FormData(form)) values.set(name, String(value));
    return values;
  }

  /* ---- an answer's components ---- */

  function* below(part, isWanted) {
    for (const one of Array.isArray(part) ? part : [part]) {
      if (!one || !one.props) continue;
      if (isWanted(one)) yield one;
      yield* below(one.props.children, isWanted);
    }
  }

  const isForm = ({ props }) => "data-form" in props;
  const LISTS = new Set(["MultiSelect"]);
  const TEXTS = new Set(["TextInput", "Textarea"]);
  const CHOICES = new Set(["Select", "RadioGroup", "DateTimePicker", "DatePickerInput"]);
  const KINDS = new Set([...LISTS, ...TEXTS, ...CHOICES]);
  const isField = ({ type, props }) => KINDS.has(type) && props.name;
  const said = (value) => (Array.isArray(value) ? value.join(",") : String(value ?? ""));

  /* Of a choice no text is nothing chosen, or the option without a value ("all"). */
  const offersAll = ({ data }) => Array.isArray(data) && data.some((one) => one.value === "");

  function valueFor({ type, props }, text) {
    if (LISTS.has(type)) return text ? text.split(",") : [];
    return TEXTS.has(type) || text || offersAll(props) ? text : null;
  }

  /* Each form of an answer with the one on the page that is the same; none where there is none. */
  function* met(response) {
    const there = forms();
    for (const { children } of Object.values(response)) {
      for (const made of below(children, isForm)) {
        const name = made.props["data-form"] + " " + made.props["data-ask"];
        const at = there.findIndex((form) => nameOf(form) === name);
        yield [name, made, at < 0 ? null : there.splice(at, 1)[0]];
      }
    }
  }

  /* What is unfolded stays so where the same is drawn in another language, room or size. */
  function unfold(response) {
    for (const [id, { children }] of Object.entries(response)) {
      const drawn = document.getElementById(id);
      const folds = drawn ? Array.from(drawn.querySelectorAll("details")) : [];
      const made = Array.from(below(children, ({ type }) => type === "Details"));
      if (folds.length !== made.length) continue;
      folds.forEach(({ open }, at) => (made[at].props.open = open));
    }
  }

  function take(made, values, isKept) {
    for (const field of below(made.props.children, isField)) {
      const text = values.get(field.props.name);
      if (text !== undefined && isKept(field.props.name, text, said(field.props.value)))
        field.props.value = valueFor(field, text);
    }
  }

  /* ---- what was sent ---- */

  document.addEventListener("submit", ({ target }) => {
    if (target instanceof HTMLFormElement && target.dataset.form && !target.closest(".is-busy"))
      sent.set(nameOf(target), standing(target));
  });

  /* What was sent and done is no longer typed; what was refused still is. */
  function settle(changed, response) {
    for (const [name, values] of Array.from(sent)) {
      const store = name.slice(0, name.indexOf(" "));
      if (!changed.includes(store + ".data")) continue;
      sent.delete(name);
      const page = store.replace(IS_ACT, "");
      const isDone =
        !IS_ACT.test(store) || page + "-done" in response || page + "-card" in response;
      if (isDone) drawn.set(name, values);
    }
  }

  /* ---- what is typed while an answer is being drawn ---- */

  function watch(name, made) {
    const fields = Array.from(below(made.props.children, isField));
    const texts = fields.filter(({ type }) => TEXTS.has(type));
    const held = {
      put: new Map(texts.map(({ props }) => [props.name, said(props.value)])),
      since: new Map(),
    };
    drawing.set(name, held);
    for (const ms of DRAWN_WITHIN_MS) setTimeout(putBack, ms, name);
    setTimeout(
      () => drawing.get(name) === held && drawing.delete(name),
      DRAWN_WITHIN_MS.at(-1) + 1,
    );
  }

  /* As a person types: the component of the field hears of it. */
  function type(field, text) {
    const owner = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(owner.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function putBack(name) {
    const held = drawing.get(name);
    const form = held && held.since.size && forms().find((one) => nameOf(one) === name);
    if (!form) return;
    for (const [field, text] of held.since) {
      const here = form.elements.namedItem(field);
      if (here && here.value !== text && here.value === held.put.get(field)) type(here, text);
    }
  }

  document.addEventListener("input", ({ target }) => {
    const held = target.form && target.form.dataset.form && drawing.get(nameOf(target.form));
    if (held && held.put.has(target.name)) held.since.set(target.name, target.value);
  });

  /* Enter sends what was typed, not what was drawn over it. */
  document.addEventListener(
    "submit",
    ({ target }) =>
      target instanceof HTMLFormElement && target.dataset.form && putBack(nameOf(target)),
    true,
  );

  /* ---- what outlives the page ---- */

  function keep() {
    for (const form of document.querySelectorAll("form[data-kept-for]")) {
      const texts = form.querySelectorAll("input[name]:not([type=hidden]), textarea[name]");
      if (!Array.from(texts).some(({ value }) => value)) continue;
      const { keptFor, key } = form.dataset;
      const values = Array.from(standing(form));
      sessionStorage.setItem(KEPT_AS, JSON.stringify({ name: nameOf(form), keptFor, key, values }));
    }
  }
  window.addEventListener("pagehide", keep);

  function kept(name, { props }) {
    let held = null;
    try {
      held = JSON.parse(sessionStorage.getItem(KEPT_AS));
    } catch {
      // whoever wrote it, it is no form
    }
    if (!held || held.name !== name) return null;
    sessionStorage.removeItem(KEPT_AS);
    return held.keptFor === props["data-kept-for"] && Array.isArray(held.values) ? held : null;
  }

  const isEmpty = (made) =>
    Array.from(below(made.props.children, isField)).every(
      ({ type, props }) => !TEXTS.has(type) || !props.value,
    );

  /* Newer than what the server has heard of it; another draft it holds stays. */
  function restore(name, made) {
    const held = kept(name, made);
    if (!held || !(held.key === made.props["data-key"] || isEmpty(made))) return;
    made.props["data-key"] = held.key;
    take(made, new Map(held.values), () => true);
  }

  function into(question, answer) {
    const response = answer && answer.multi && answer.response;
    if (!response) return answer;
    const changed = question.changedPropIds || [];
    const isRedraw = changed.length > 0 && changed.every((one) => IS_READER.test(one));
    settle(changed, response);
    if (isRedraw) unfold(response);
    for (const [name, made, form] of met(response)) {
      const before = drawn.get(name);
      const now = below(made.props.children, isField);
      drawn.set(name, new Map(Array.from(now, ({ props }) => [props.name, said(props.value)])));
      if (!form) {
        if ("data-kept-for" in made.props) restore(name, made);
        continue;
      }
      const key = form.dataset.key;
      if (isRedraw) {
        if (key) made.props["data-key"] = key;
        take(made, standing(form), () => true);
      } else if (before && isMeant(name, form) && key === made.props["data-key"])
        take(
          made,
          standing(form),
          (field, text, fresh) => before.get(field) === fresh && text !== before.get(field),
        );
      if (isRedraw || key === made.props["data-key"]) watch(name, made);
    }
    return answer;
  }

  onescreen.typed = { into };
})();
