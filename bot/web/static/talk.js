// The talk on the page: what is said, what is answered, and what could not be sent.

import { bubbleOf, ownBubble } from "./bubbles.js";
import { make } from "./dom.js";

/** @import { Answer, Message, Said } from "./types.js" */

const UNREACHABLE = "Chatten kan ikke nås lige nu. Du kan stadig ringe til numrene øverst.";
const REFUSED = [401, 429, 500, 502, 503, 504];

/**
 * @typedef {object} Parts
 * @property {HTMLElement} log
 * @property {Node[]} opening what is shown when the talk is emptied
 * @property {boolean} hasBegun whether something was said before the scripts had come
 * @property {(said: Said) => Promise<Answer>} speak
 * @property {{say: (text: string) => void, interrupt: (text: string) => void, clear: () => void}} announce
 * @property {(waiting: boolean) => void} wait
 * @property {() => void} leave
 */

/**
 * Give the talk that is shown in `log`.
 * @param {Parts} parts
 */
export function talkIn({ log, opening, hasBegun, speak, announce, wait, leave }) {
  let isEmpty = !hasBegun;
  let waiting = false;
  let round = 0; // a late answer to a talk that was emptied is not shown

  /**
   * @param {Said} said
   * @param {string} shown
   */
  function say(said, shown) {
    if (waiting) return;
    isEmpty = false;
    log.querySelectorAll(".choices").forEach((choices) => {
      choices.remove();
    });
    const own = ownBubble(shown);
    log.append(own);
    if (!(document.activeElement instanceof HTMLTextAreaElement)) own.focus({ preventScroll: true });
    own.scrollIntoView({ block: "nearest" });
    send(said, own);
  }

  /**
   * @param {Said} said
   * @param {HTMLElement} own
   */
  async function send(said, own) {
    const mine = round;
    setWaiting(true);
    const answer = await speak(said).catch(() => ({ status: 0, detail: UNREACHABLE, messages: [] }));
    if (mine !== round) return;
    setWaiting(false);
    const messages = answer.detail ? [...answer.messages, notice(answer.detail)] : answer.messages;
    const bubbles = show(messages);
    if (answer.status !== 0 && !REFUSED.includes(answer.status)) return;
    bubbles.forEach((bubble) => {
      bubble.classList.add("passing");
    });
    offerAgain(said, own, answer.status);
  }

  /**
   * Keep a message that was not sent, to be sent again by a tap. In a new conversation an old button's id means nothing,
   * and its words do.
   * @param {Said} said
   * @param {HTMLElement} own
   * @param {number} status
   */
  function offerAgain(said, own, status) {
    const words = own.querySelector(".words")?.textContent ?? "";
    const button = make("button", { class: "button button-secondary", type: "button" }, "Send igen");
    const failed = make("div", { class: "failed" }, make("span", {}, "Ikke sendt."), button);
    button.addEventListener("click", () => {
      if (waiting) return;
      own.focus({ preventScroll: true });
      failed.remove();
      log.querySelectorAll(".passing").forEach((each) => {
        each.remove();
      });
      log.append(own);
      send(status === 401 ? { text: words } : said, own);
    });
    own.append(failed);
  }

  /**
   * @param {Message[]} messages
   * @returns {HTMLElement[]} their bubbles
   */
  function show(messages) {
    if (messages.some(({ kind }) => kind === "exit")) {
      leave();
      return [];
    }
    const bubbles = messages.map((message) => bubbleOf(message, say));
    log.append(...bubbles);
    [...log.querySelectorAll(".own")].at(-1)?.scrollIntoView({ block: "start" }); // what was said, and the answer to it
    const urgent = messages.some(({ kind }) => kind === "urgent");
    if (messages.length) (urgent ? announce.interrupt : announce.say)(messages.map(asHeard).join("\n"));
    return bubbles;
  }

  /** @param {boolean} now */
  function setWaiting(now) {
    waiting = now;
    log.setAttribute("aria-busy", String(now));
    wait(now);
  }

  function clear() {
    round += 1;
    isEmpty = true;
    log.replaceChildren();
    setWaiting(false);
    announce.clear();
  }

  return {
    say,

    /** Tell whether anything has been said. */
    get isEmpty() {
      return isEmpty;
    },

    /** Take everything away. */
    clear,

    /** Take everything away, and show the opening and perhaps a notice. @param {string} [why] */
    empty(why) {
      clear();
      log.append(...opening.map((node) => node.cloneNode(true)));
      if (!why) return;
      log.prepend(bubbleOf(notice(why), say));
      announce.say(why);
    },
  };
}

/**
 * @param {string} text
 * @returns {Message}
 */
function notice(text) {
  return { kind: "notice", text };
}

/** @param {Message} message */
function asHeard({ text, buttons = [], select }) {
  if (!buttons.length) return text;
  const how = select === "many" ? "Du kan vælge flere" : "Du kan vælge";
  return `${text}\n${how}: ${buttons.map(({ title }) => title).join(", ")}.`;
}
