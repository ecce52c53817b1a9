// Empties the page that has been left alone: on the table, in another tab, in a shared browser.

const TICK_MS = 1000;
const WARN_MS = 60_000;

/**
 * Watch for a page left alone.
 * @param {object} parts
 * @param {number} parts.idleMs how long nothing may happen
 * @param {number} parts.hiddenMs how long the tab may be out of sight
 * @param {HTMLElement} parts.warning holds a `.seconds` and a button that stops the countdown
 * @param {() => boolean} parts.isEmpty whether there is nothing to forget
 * @param {(why: string) => void} parts.empty
 * @param {(text: string) => void} parts.announce
 */
export function watchQuiet({ idleMs, hiddenMs, warning, isEmpty, empty, announce }) {
  const seconds = warning.querySelector(".seconds");
  let touched = Date.now();
  let hiddenSince = Infinity;

  function stay() {
    touched = Date.now();
    warning.hidden = true;
  }

  /** @param {string} why */
  function end(why) {
    stay();
    hiddenSince = Infinity;
    empty(why);
  }

  function look() {
    if (isEmpty()) return stay();
    const now = Date.now();
    if (now - hiddenSince >= hiddenMs) return end("Siden har været ude af syne. Derfor er samtalen slettet.");
    const left = touched + idleMs - now;
    if (left <= 0) return end("Der har været stille længe. Derfor er samtalen slettet.");
    if (left > WARN_MS) return;
    if (seconds) seconds.textContent = String(Math.ceil(left / 1000));
    if (warning.hidden) announce("Samtalen bliver slettet om et minut. Tryk på en tast for at blive.");
    warning.hidden = false;
  }

  for (const kind of ["keydown", "pointerdown", "wheel", "touchmove"])
    document.addEventListener(kind, stay, { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => {
    look(); // before the talk can be seen again
    hiddenSince = document.hidden ? Date.now() : Infinity;
  });
  setInterval(look, TICK_MS);
}
