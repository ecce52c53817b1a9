// The chat on the page: puts its parts together. Without this script the page is a form that does the same job.

import { announcer } from "./announcing.js";
import { connect } from "./api.js";
import { find } from "./dom.js";
import { exitBy, replacePage, tellWhereExitLeads } from "./leaving.js";
import { watchQuiet } from "./quiet.js";
import { talkIn } from "./talk.js";
import { writeIn } from "./writing.js";

const settings = document.documentElement.dataset;
const log = find("log", HTMLElement);
const box = find("text", HTMLTextAreaElement);
const typing = find("typing", HTMLElement);

const server = connect(settings.kommune);
const announce = announcer();
const writing = writeIn(find("form", HTMLFormElement), box, (text) => talk.say({ text }, text));
const talk = talkIn({
  log,
  announce,
  speak: server.speak,
  leave: () => leave(),
  wait(waiting) {
    typing.hidden = !waiting;
    writing.wait(waiting);
  },
});

/** @param {string} [why] */
function forget(why) {
  talk.empty(why);
  box.value = "";
  server.end();
}

const leave = exitBy({
  exit: find("exit", HTMLAnchorElement),
  cover: find("cover", HTMLElement),
  announce: announce.interrupt,
  go: replacePage,
  forget: () => {
    forget();
    log.replaceChildren();
  },
});

tellWhereExitLeads(find("exit", HTMLAnchorElement).href);

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
  const button = event.submitter;
  if (button instanceof HTMLButtonElement) talk.say({ text: button.value }, button.textContent ?? "");
});

// Also for a page that the browser keeps to show again on Back: what it keeps is empty.
window.addEventListener("pagehide", () => forget());
window.addEventListener("pageshow", (event) => event.persisted && forget());
