// @ts-check
// The chat on the page. It keeps the token and the talk in this page's memory only, and shows text as text.
// Without this script the page is a form that does the same job.

const log = /** @type {HTMLElement} */ (document.getElementById("log"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));
const box = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
const cover = /** @type {HTMLElement} */ (document.getElementById("cover"));
const exit = /** @type {HTMLAnchorElement} */ (document.getElementById("exit"));
const send = /** @type {HTMLButtonElement} */ (form.querySelector("button"));

const municipality = document.documentElement.dataset.kommune;
const IDLE_MS = 10 * 60 * 1000;
const SHIFTS_MS = 5000;

/** @type {string | null} */
let token = null;
let shifts = 0;
let lastShift = 0;
let leaving = false;
let idle = window.setTimeout(forget, IDLE_MS);

/** @param {string} path @param {object} body */
async function post(path, body) {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(`/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store" });
  return { status: response.status, answer: await response.json() };
}

/** @param {{text: string} | {choice: string} | {choices: string[]}} said @param {string} shown */
async function say(said, shown) {
  if (send.disabled) return;
  own(shown);
  busy(true);
  try {
    if (!token) token = (await post("/conversation", municipality ? { municipality } : {})).answer.token ?? null;
    const { status, answer } = await post("/conversation/messages", said);
    if (status === 401) token = null;
    if (answer.detail) notice(answer.detail);
    (answer.messages ?? []).forEach(show);
  } catch {
    notice("Chatten kan ikke nås lige nu. Du kan stadig ringe til numrene øverst. Tryk på Send for at prøve igen.");
    if ("text" in said) box.value = said.text;
  } finally {
    busy(false);
  }
}

/** @param {boolean} waiting */
function busy(waiting) {
  send.disabled = waiting;
  log.setAttribute("aria-busy", String(waiting));
}

/** @param {string} kind @param {string} text */
function bubble(kind, text) {
  const section = document.createElement("section");
  section.className = `bubble ${kind}`;
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  section.append(paragraph);
  log.append(section);
  section.scrollIntoView({ block: "nearest" });
  return section;
}

/** @param {string} text */
function own(text) {
  log.querySelectorAll(".choices").forEach((choices) => choices.remove());
  bubble("own", text);
}

/** @param {string} text */
function notice(text) {
  bubble("notice", text);
}

/** @param {any} message */
function show(message) {
  if (message.kind === "exit") return leave();
  const section = bubble(message.kind, message.text);
  for (const link of message.links) {
    const anchor = document.createElement("a");
    anchor.className = "link";
    anchor.href = link.href;
    anchor.textContent = link.title;
    section.append(anchor);
  }
  if (message.sources.length) section.append(sources(message.sources));
  if (!message.buttons.length) return;
  section.append(message.select === "many" ? severalOf(message.buttons) : oneOf(message.buttons));
}

/** @param {{id: string, title: string}[]} buttons */
function oneOf(buttons) {
  const choices = document.createElement("div");
  choices.className = "choices";
  for (const { id, title } of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.addEventListener("click", () => say({ choice: id }, title));
    choices.append(button);
  }
  return choices;
}

// A question that takes several: boxes to tick, and one button that sends them together.
/** @param {{id: string, title: string}[]} buttons */
function severalOf(buttons) {
  const choices = document.createElement("form");
  choices.className = "choices many";
  const boxes = buttons.map(({ id, title }) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = id;
    label.append(box, ` ${title}`);
    choices.append(label);
    return { box, title };
  });
  const button = document.createElement("button");
  button.textContent = "Send svar";
  choices.append(button);
  choices.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const ticked = boxes.filter(({ box }) => box.checked);
    if (ticked.length) say({ choices: ticked.map(({ box }) => box.value) }, ticked.map(({ title }) => title).join("\n"));
  });
  return choices;
}

/** @param {{title: string, url: string, checked: string}[]} all */
function sources(all) {
  const details = document.createElement("details");
  details.className = "sources";
  const summary = document.createElement("summary");
  summary.textContent = "Hvor ved jeg det fra?";
  const list = document.createElement("ul");
  for (const { title, url, checked } of all) {
    const item = document.createElement("li");
    const name = document.createElement(url.startsWith("http") ? "a" : "span");
    if (name instanceof HTMLAnchorElement) Object.assign(name, { href: url, rel: "noreferrer", target: "_blank" });
    name.textContent = title;
    const seen = document.createElement("span");
    seen.textContent = ` Set efter ${checked.split("-").reverse().map(Number).join(".")}`;
    item.append(name, seen);
    list.append(item);
  }
  const note = document.createElement("p");
  note.textContent = "Et link åbner en ny fane. Den lukkes ikke af knappen øverst.";
  details.append(summary, list, note);
  return details;
}

// Everything of the conversation goes: here at once, on the server by a request that outlives the page.
function forget() {
  if (token) navigator.sendBeacon("/api/v1/conversation/end", token);
  token = null;
  log.replaceChildren();
  box.value = "";
}

function leave() {
  if (leaving) return;
  leaving = true;
  cover.hidden = false;
  document.title = "";
  forget();
  location.replace(exit.href);
}

exit.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift" || event.repeat) {
    if (event.key !== "Shift") shifts = 0;
    return;
  }
  shifts = event.timeStamp - lastShift < SHIFTS_MS ? shifts + 1 : 1;
  lastShift = event.timeStamp;
  if (shifts === 3) leave();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!text || send.disabled) return;
  box.value = "";
  say({ text }, text);
});

box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// The buttons that came with the page are a form's; here they are part of the chat.
log.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = /** @type {SubmitEvent} */ (event).submitter;
  if (button instanceof HTMLButtonElement) say({ text: button.value }, button.textContent ?? "");
});

["keydown", "pointerdown"].forEach((kind) =>
  document.addEventListener(kind, () => {
    clearTimeout(idle);
    idle = window.setTimeout(forget, IDLE_MS);
  })
);

window.addEventListener("pagehide", forget);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
