/* Words in the language of this screen. Chinese is the source language and the key.
 *
 *   t("待受理")                       the word in the language that is on
 *   t("还有 {count} 起", {count: 3})   with values put in
 *   say(text)                         a whole sentence that somebody put together in Chinese: its
 *                                     translation, or the sentence as it is when a part is unknown
 *   sayAll([texts])               several texts as one, each said by itself
 *   sourceOf(text)                    the Chinese a translated sentence was made from, or null
 *   learn(catalogue)                  take {Chinese: translation} in place of what was held; null: none
 *   untranslated()                    Chinese sentences that were asked for and are not held
 *
 * Numbers count as blanks: "8 起" is found under "{n} 起". A sentence not held as a whole is taken
 * apart at its punctuation; names of areas stay as they are. docs/decisions/0033 tells why.
 */
(function () {
  "use strict";
  const onescreen = (window.onescreen = window.onescreen || {});
  const HAN = /[\u3400-\u9fff]/;
  const NUMBER = /\d+(?:[.,:/–-]\d+)*/g;
  const BLANK = "\u0001";
  const MOST_KEPT = 4000;
  const SEPARATORS = [
    /(\s+·\s+|·|\s*▸\s*|；|。|——)/,
    /(，|、|：|（|）|“|”|\/)/,
    /(\s+(?!\d))/,
    /(\s+)/,
  ];
  const MARKS = {
    "，": ", ",
    "、": ", ",
    "；": "; ",
    "：": ": ",
    "（": " (",
    "）": ") ",
    "。": ". ",
    "“": " “",
    "”": "” ",
    "·": " · ",
    "——": " — ",
  };

  let catalogue = null;
  let forms = new Map();
  let patterns = [];
  let memo = new Map();
  const back = new Map();
  const missing = new Set();

  const escaped = (text) => text.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&");
  const fill = (words, values) =>
    words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));

  function keep(map, key, value) {
    if (map.size >= MOST_KEPT) map.delete(map.keys().next().value);
    map.set(key, value);
  }

  /* "近 24 小时 {n} 起" → its form with blanks, and what stands in each: a number or a name. */
  function formOf(key) {
    const blanks = [];
    const form = key.replace(/\{(\w+)\}|\d+(?:[.,:/–-]\d+)*/g, (all, name) => {
      blanks.push(name ? { name } : { number: all });
      return BLANK;
    });
    return { form, blanks };
  }

  function learn(held) {
    catalogue = held;
    forms = new Map();
    patterns = [];
    memo = new Map();
    missing.clear();
    for (const [key, words] of Object.entries(held || {})) {
      const { form, blanks } = formOf(key);
      if (!blanks.length) continue;
      if (!forms.has(form)) forms.set(form, []);
      forms.get(form).push({ words, blanks });
      if (!blanks.some((blank) => blank.name)) continue;
      const names = blanks.filter((blank) => blank.name).map((blank) => blank.name);
      const source = key
        .split(/\{\w+\}/)
        .map(escaped)
        .join("(.+?)");
      patterns.push({ pattern: new RegExp("^" + source + "$"), names, words, length: key.length });
    }
    // What says more is tried first: "{n} 个村社区" before "{n} 个{thing}".
    patterns.sort((a, b) => b.length - a.length);
  }

  function byNumbers(text) {
    const numbers = text.match(NUMBER);
    if (!numbers) return null;
    for (const { words, blanks } of forms.get(text.replace(NUMBER, BLANK)) || []) {
      if (blanks.length !== numbers.length) continue;
      if (blanks.some((blank, i) => blank.number && blank.number !== numbers[i])) continue;
      const values = {};
      blanks.forEach((blank, i) => blank.name && (values[blank.name] = numbers[i]));
      return fill(words, values);
    }
    return null;
  }

  function byPattern(text, depth) {
    for (const { pattern, names, words } of patterns) {
      const match = pattern.exec(text);
      if (!match) continue;
      const values = {};
      names.forEach((name, i) => {
        const found = HAN.test(match[i + 1]) ? look(match[i + 1], depth + 1) : match[i + 1];
        values[name] = found === null ? match[i + 1] : found;
      });
      return fill(words, values);
    }
    return null;
  }

  const isName = (text) =>
    Boolean(onescreen.areas && onescreen.areas.isName && onescreen.areas.isName(text));

  function byParts(text, depth) {
    for (const separator of SEPARATORS) {
      const parts = text.split(separator);
      if (parts.length < 2) continue;
      const found = parts.map((part, i) =>
        i % 2
          ? part in MARKS
            ? MARKS[part]
            : part
          : part.trim()
            ? look(part.trim(), depth + 1)
            : part,
      );
      if (!found.includes(null))
        return found
          .join("")
          .replace(/ {2,}/g, " ")
          .replace(/ ([,;.])/g, "$1")
          .trim();
    }
    return null;
  }

  function look(text, depth) {
    if (!HAN.test(text)) return text;
    const held = catalogue[text];
    if (typeof held === "string") return held;
    if (isName(text)) return text;
    const found = byNumbers(text);
    if (found !== null || depth > 4) return found;
    const whole = byPattern(text, depth);
    return whole !== null ? whole : byParts(text, depth);
  }

  onescreen.say = function say(text) {
    if (!catalogue || !HAN.test(text)) return text;
    const held = memo.get(text);
    if (held !== undefined) return held;
    const core = text.trim();
    const found = look(core, 0);
    if (found === null && missing.size < MOST_KEPT) missing.add(core);
    const at = text.indexOf(core);
    const said = found === null ? text : text.slice(0, at) + found + text.slice(at + core.length);
    keep(memo, text, said);
    if (said && said !== text) keep(back, said, text);
    return said;
  };

  onescreen.t = function t(text, values) {
    const source = values ? fill(text, values) : text;
    const held = catalogue && catalogue[text];
    if (typeof held !== "string") return catalogue ? onescreen.say(source) : source;
    const said = values ? fill(held, values) : held;
    if (said && said !== source) keep(back, said, source);
    return said;
  };

  /* Several texts as one, each in the language of the screen: a name that people wrote stays, and
   * keeps nothing beside it from being translated. What is empty is left out. */
  function sayAll(parts, between) {
    const words = parts.filter(Boolean).map(onescreen.say);
    return words.join(between || (catalogue ? ", " : "，"));
  }

  Object.assign(onescreen, {
    learn,
    sayAll,
    sourceOf: (text) => (back.has(text) ? back.get(text) : null),
    untranslated: () => Array.from(missing),
    isHan: (text) => HAN.test(text),
  });
})();
