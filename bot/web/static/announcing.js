// Tells a screen reader what is new: once, and nothing else. The text goes again when it has been read.

import { find } from "./dom.js";

const READ_MS = 7000;

/** Give the two voices of the page. */
export function announcer() {
  const calm = find("announce", HTMLElement);
  const urgent = find("announce-urgent", HTMLElement);
  /** @type {number | undefined} */
  let clearing;

  function clear() {
    calm.textContent = "";
    urgent.textContent = "";
  }

  /**
   * @param {HTMLElement} region
   * @param {string} text
   */
  function say(region, text) {
    clearTimeout(clearing);
    clear();
    region.textContent = text;
    clearing = setTimeout(clear, READ_MS);
  }

  return {
    /** Say when there is a pause. @param {string} text */
    say: (text) => say(calm, text),
    /** Say at once. @param {string} text */
    interrupt: (text) => say(urgent, text),
    clear,
  };
}
