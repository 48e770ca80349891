/* Lists of lines that Dash draws (layouts/office/editor.py): read, moved, added to and taken from.
 *
 * A line is [data-row] in a list [data-lines]; its fields are [data-field]. Dash owns what is drawn:
 * a list is changed by handing its components back in another order, what is typed in them put in.
 *
 *   lines.read(root)                  every line: [{part, row, fields: {name: text or list}}]; null
 *                                     while Dash is still drawing them
 *   lines.edit(list, change, focus)   change(components) changes them in place; focus(list) names the
 *                                     element that takes the focus when they are drawn
 *   lines.fresh(page)                 the component of a new line
 *   lines.sign(list, wrong)           wrong: {row: {field: sentence}}; all other fields are well
 */
(function () {
  "use strict";
  const { onescreen } = window;
  const MOST_FRAMES = 60;
  let serial = 0;

  const layoutOf = (id) => window.dash_component_api.getLayout(id);
  const asList = (children) =>
    (Array.isArray(children) ? children : [children]).filter((one) => one && one.props);
  const rowsIn = (list) => Array.from(list.querySelectorAll(":scope > [data-row]"));
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  /* ---- what stands in the fields ---- */

  function valueOf(holder) {
    const boxes = Array.from(holder.querySelectorAll("input[type=checkbox]"));
    if (boxes.length) return boxes.filter((one) => one.checked).map((one) => one.value);
    const input = holder.querySelector("input[type=hidden]") || holder.querySelector("input");
    return input ? input.value : null;
  }

  function fieldsOf(row) {
    const held = {};
    for (const holder of row.querySelectorAll("[data-field]"))
      held[holder.dataset.field] = valueOf(holder);
    return held;
  }

  function isDrawn(list) {
    const held = layoutOf(list.id);
    if (!held) return false;
    const wanted = asList(held.props.children).map((one) => one.props["data-row"]);
    const there = rowsIn(list).map((one) => one.dataset.row);
    return wanted.length === there.length && wanted.every((id, at) => id === there[at]);
  }

  function read(root) {
    const made = [];
    for (const list of root.querySelectorAll("[data-lines]")) {
      if (!isDrawn(list)) return null;
      for (const row of rowsIn(list)) {
        const fields = fieldsOf(row);
        if (Object.values(fields).includes(null)) return null;
        made.push({ part: list.dataset.lines, row: row.dataset.row, fields });
      }
    }
    return made;
  }

  /* ---- Dash's components ---- */

  /* Each field's own component below a line's, with its name. */
  function* fieldsBelow(component) {
    for (const child of asList(component.props.children)) {
      const name = child.props["data-field"];
      if (name) yield [name, asList(child.props.children)[0]];
      else yield* fieldsBelow(child);
    }
  }

  const copied = (component) => JSON.parse(JSON.stringify(component));

  /* The components of a list as they stand, with what is typed in them. */
  function current(list) {
    const typed = new Map(rowsIn(list).map((row) => [row.dataset.row, fieldsOf(row)]));
    return asList(layoutOf(list.id).props.children).map((one) => {
      const made = copied(one);
      const held = typed.get(made.props["data-row"]) || {};
      for (const [name, field] of fieldsBelow(made))
        if (name in held) field.props.value = held[name];
      return made;
    });
  }

  function edit(list, change, focus) {
    const held = current(list);
    change(held);
    set(list.id, { children: held });
    if (focus) soon(list, focus);
  }

  function soon(list, focus, frames = 0) {
    requestAnimationFrame(() => {
      const node = isDrawn(list) ? focus(list) : null;
      if (node) node.focus();
      else if (frames < MOST_FRAMES) soon(list, focus, frames + 1);
    });
  }

  function fresh(page) {
    const made = copied(asList(layoutOf(page + "-blank").props.children)[0]);
    serial += 1;
    made.props["data-row"] = "i" + Date.now().toString(36) + serial.toString(36);
    return made;
  }

  function sign(list, wrong) {
    const held = current(list);
    let isChanged = false;
    for (const row of held) {
      const mine = wrong[row.props["data-row"]] || {};
      for (const [name, field] of fieldsBelow(row)) {
        const says = mine[name] || null;
        isChanged = isChanged || (field.props.error || null) !== says;
        field.props.error = says;
      }
    }
    if (isChanged) set(list.id, { children: held });
  }

  onescreen.lines = { read, edit, fresh, sign, soon, set };
})();
