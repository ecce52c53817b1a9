// What a message looks like. The same elements as templates/messages.html makes for a page without scripts.

import { make } from "./dom.js";
import { handoffCard } from "./handoff.js";

/** @import { Button, Link, Message, Said, Source } from "./types.js" */
/** @typedef {(said: Said, shown: string) => void} Say */

/** @type {Record<string, string>} */
const LOOKS = { urgent: " alert alert-warning", notice: " alert alert-info" };

/**
 * Give the bubble of a message from the assistant.
 * @param {Message} message
 * @param {Say} say what a tap on one of its buttons does
 */
export function bubbleOf(message, say) {
  const { kind, text, links = [], sources = [], buttons = [] } = message;
  const bubble = bubbleWith(kind + (LOOKS[kind] ?? ""), text);
  if (message.code) bubble.append(handoffCard(message));
  if (links.length) bubble.append(calls(links, kind === "urgent"));
  if (sources.length) bubble.append(origin(sources));
  if (buttons.length) bubble.append(message.select === "many" ? severalOf(buttons, say) : oneOf(buttons, say));
  return bubble;
}

/**
 * Give the bubble of what the person said. It is never handed to a translation service.
 * @param {string} text
 */
export function ownBubble(text) {
  const bubble = bubbleWith("own", text);
  for (const [name, value] of Object.entries({
    role: "group",
    "aria-label": "Du skrev",
    tabindex: "-1",
    translate: "no",
  }))
    bubble.setAttribute(name, value);
  return bubble;
}

/**
 * @param {string} kind
 * @param {string} text
 */
function bubbleWith(kind, text) {
  return make("div", { class: `bubble ${kind}` }, make("p", { class: "words" }, text));
}

/**
 * @param {Link[]} links
 * @param {boolean} urgent
 */
function calls(links, urgent) {
  const look = urgent ? "button button-primary" : "button button-secondary";
  return make("div", { class: "calls" }, ...links.map(({ title, href }) => make("a", { class: look, href }, title)));
}

/**
 * @param {Button[]} buttons
 * @param {Say} say
 */
function oneOf(buttons, say) {
  const choices = make("div", { class: "choices one" });
  for (const { id, title } of buttons) {
    const button = make("button", { class: "button button-secondary", type: "button" }, title);
    button.addEventListener("click", () => say({ choice: id }, title));
    choices.append(button);
  }
  return choices;
}

/**
 * A question that takes several: boxes to tick, and one button that sends them together.
 * @param {Button[]} buttons
 * @param {Say} say
 */
function severalOf(buttons, say) {
  const form = make("form", { class: "choices many", autocomplete: "off" });
  const legend = make("legend", { class: "sr-only" }, "Du kan vælge flere");
  const set = make("fieldset", {}, legend, ...buttons.map(tick));
  form.append(set, make("button", { class: "button button-primary" }, "Send svar"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    const ticked = buttons.filter(({ id }) => form.querySelector(`input[value="${id}"]:checked`));
    if (ticked.length) say({ choices: ticked.map(({ id }) => id) }, ticked.map(({ title }) => title).join("\n"));
  });
  return form;
}

/** @param {Button} button */
function tick({ id, title }) {
  const box = make("input", { class: "form-checkbox", type: "checkbox", id: `valg-${id}`, name: "valg", value: id });
  return make("div", { class: "form-group-checkbox" }, box, make("label", { for: `valg-${id}` }, title));
}

/** @param {Source[]} sources */
function origin(sources) {
  const items = sources.map(({ title, url, checked }) => {
    const seen = `Set efter ${checked.split("-").reverse().map(Number).join(".")}`;
    const name = /^https?:/.test(url) ? make("a", { href: url, rel: "noreferrer", target: "_blank" }, title) : title;
    return make("li", {}, name, " ", make("span", {}, seen));
  });
  return make(
    "details",
    { class: "details sources" },
    make("summary", { class: "details-summary" }, "Hvor ved jeg det fra?"),
    make(
      "div",
      { class: "details-text" },
      make("ul", {}, ...items),
      make("p", {}, "Et link åbner en ny fane. Den lukkes ikke af knappen øverst."),
    ),
  );
}
