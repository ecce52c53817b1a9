// The code for handing over to a human: words large, digits small, both so that a screen reader spells them out.

import { make } from "./dom.js";

/** @import { Message } from "./types.js" */

/**
 * Give the card of a message of kind "handoff".
 * @param {Message} message
 */
export function handoffCard({ code = "", digits = "", receiver = "", lines = [], expires = "" }) {
  const card = make("div", { class: "code", role: "group", "aria-label": "Din kode", translate: "no" });
  card.append(make("ol", { class: "code-words", "aria-label": "Koden i ord" }, ...wordsOf(code)));
  if (digits) card.append(asDigits(digits));
  if (receiver) card.append(make("p", {}, `Den kan åbnes af: ${receiver}`));
  if (lines.length)
    card.append(make("p", {}, "Det står der:"), make("ul", {}, ...lines.map((line) => make("li", {}, line))));
  if (expires) card.append(make("p", { class: "quiet" }, `Den virker til og med ${asDay(expires)}.`));
  return card;
}

/** @param {string} code */
function wordsOf(code) {
  return code.split(/[\s-]+/).map((word) => make("li", {}, word));
}

/** @param {string} digits */
function asDigits(digits) {
  const spelled = [...digits.replace(/\D/g, "")].join(", ");
  return make(
    "p",
    { class: "code-digits" },
    make("span", { "aria-hidden": "true" }, `Som tal: ${digits}`),
    make("span", { class: "sr-only" }, `Koden som tal: ${spelled}`),
  );
}

/** @param {string} date */
function asDay(date) {
  const [year, month, day] = date.slice(0, 10).split("-").map(Number);
  return `${day}.${month}.${year}`;
}
