/* Words in the language of this screen. The source language is Chinese.
 *
 *   t("待受理")                     the word, translated where a catalogue holds it
 *   t("还有 {count} 起", {count: 3})  with values put in
 *
 * Every word a person reads passes through here; what has no translation stays Chinese.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  onescreen.catalogue = onescreen.catalogue || {};

  onescreen.t = function t(text, values) {
    const held = onescreen.catalogue[text];
    const words = typeof held === "string" && held ? held : text;
    if (!values) return words;
    return words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
  };
})();
