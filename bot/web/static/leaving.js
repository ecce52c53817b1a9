// The exit. Whoever presses it may have somebody behind them: the screen is covered before anything else happens.

const PRESSES = 3;
const PRESS_MS = 5000; // between two presses
const LEFT = [
  "",
  "Tryk på Shift to gange mere for at gå væk fra siden.",
  "Tryk på Shift én gang mere for at gå væk fra siden.",
];

/**
 * Make the exit work by click and by Shift three times.
 * @param {object} parts
 * @param {HTMLAnchorElement} parts.exit
 * @param {HTMLElement} parts.cover
 * @param {() => void} parts.forget empties the page and tells the server
 * @param {(text: string) => void} parts.announce
 * @param {(url: string) => void} parts.go opens the ordinary page in place of this one
 * @returns {() => void} leave now
 */
export function exitBy({ exit, cover, forget, announce, go }) {
  let presses = 0;
  let left = false;
  /** @type {number | undefined} */
  let waiting;

  function leave() {
    if (left) return;
    left = true;
    cover.hidden = false;
    document.title = "Indlæser";
    forget();
    announce("Forlader siden.");
    go(exit.href);
  }

  /** @param {number} count */
  function countTo(count) {
    presses = count;
    exit.dataset.presses = String(count);
    clearTimeout(waiting);
  }

  function press() {
    countTo(presses + 1);
    if (presses === PRESSES) return leave();
    announce(LEFT[presses] ?? "");
    waiting = setTimeout(() => {
      countTo(0);
      announce("Det varede for længe. Tryk på Shift tre gange for at gå væk fra siden.");
    }, PRESS_MS);
  }

  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  document.addEventListener(
    "keydown",
    ({ key, repeat }) => {
      if (key === "Shift" && !repeat) press();
      else if (key !== "Shift") countTo(0); // Shift for a capital letter is no wish to leave
    },
    { capture: true },
  );

  return leave;
}

/**
 * Open the ordinary page in place of this one. Inside a municipality's page, the script there does it: it can cover and
 * replace the whole page, which this frame must not be able to.
 * @param {string} url
 */
export function replacePage(url) {
  if (window.parent === window) return location.replace(url);
  window.parent.postMessage({ type: "foerste-kontakt:exit", url }, "*"); // says nothing but that the exit was pressed
}

/** Tell the municipality's page, if there is one around this, where the exit leads: Shift may be pressed there too. @param {string} url */
export function tellWhereExitLeads(url) {
  if (window.parent !== window) window.parent.postMessage({ type: "foerste-kontakt:open", url }, "*");
}

/** Forget when the municipality's page closes the chat or is left: a frame that is taken away has no time for it. @param {() => void} forget */
export function forgetWhenAsked(forget) {
  window.addEventListener("message", ({ source, data }) => {
    if (source === window.parent && data?.type === "foerste-kontakt:forget") forget();
  });
}
