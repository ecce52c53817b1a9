// The chat on the page: puts its parts together. Without this script the page is a form that does the same job.

import { announcer } from "./announcing.js";
import { connect } from "./api.js";
import { find, make } from "./dom.js";
import { exitBy, forgetWhenAsked, replacePage, tellWhereExitLeads } from "./leaving.js";
import { watchQuiet } from "./quiet.js";
import { talkIn } from "./talk.js";
import { writeIn } from "./writing.js";

const settings = document.documentElement.dataset;
const log = find("log", HTMLElement);
const box = find("text", HTMLTextAreaElement);
const typing = find("typing", HTMLElement);

const token = tokenFromForm();
const server = connect(settings.kommune, token);
const announce = announcer();
const writing = writeIn(find("form", HTMLFormElement), box, (text) => talk.say({ text }, text));
const talk = talkIn({
  log,
  opening: token
    ? [make("a", { class: "button button-secondary", href: location.href }, "Begynd forfra")]
    : copyOf(log),
  hasBegun: token !== null,
  announce,
  speak: server.speak,
  leave: () => leave(),
  wait(waiting) {
    typing.hidden = !waiting;
    writing.wait(waiting);
  },
});

/** Give the token of a talk that was begun by form, before this script had come, and take it out of the page. */
function tokenFromForm() {
  const inputs = [...document.querySelectorAll("input[name=token]")].map(
    (input) => /** @type {HTMLInputElement} */ (input),
  );
  const found = inputs[0]?.value ?? null;
  inputs.forEach((input) => {
    input.remove();
  });
  document.querySelector("form.end")?.remove();
  return found;
}

/** @param {HTMLElement} element */
function copyOf(element) {
  return [...element.childNodes].map((node) => node.cloneNode(true));
}

/** @param {string} [why] */
function forget(why) {
  talk.empty(why);
  box.value = "";
  server.end();
}

/** Forget at once, with nothing left to read. */
function clear() {
  talk.clear();
  box.value = "";
  server.end();
}

const leave = exitBy({
  exit: find("exit", HTMLAnchorElement),
  cover: find("cover", HTMLElement),
  announce: announce.interrupt,
  go: replacePage,
  forget: clear,
});

tellWhereExitLeads(find("exit", HTMLAnchorElement).href);
forgetWhenAsked(clear);

watchQuiet({
  idleMs: Number(settings.idle),
  hiddenMs: Number(settings.hidden),
  warning: find("quiet", HTMLElement),
  isEmpty: () => talk.isEmpty && !box.value,
  empty: forget,
  announce: announce.say,
});

// The buttons that came with the page are a form's; here they are part of the talk.
log.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  const ticked = [...form.querySelectorAll("input:checked")].map((box) => /** @type {HTMLInputElement} */ (box));
  const button = event.submitter;
  if (ticked.length) {
    const titles = ticked.map(({ labels }) => labels?.[0]?.textContent?.trim() ?? "");
    talk.say({ choices: ticked.map(({ value }) => value) }, titles.join("\n"));
  } else if (button instanceof HTMLButtonElement && button.value) {
    const { name, value, textContent } = button;
    talk.say(name === "valg" ? { choice: value } : { text: value }, textContent ?? "");
  }
});

// Also for a page that the browser keeps to show again on Back: what it keeps is empty.
window.addEventListener("pagehide", () => forget());
window.addEventListener("pageshow", (event) => event.persisted && forget());

settings.ready = ""; // from here on the page is a chat and no form
