// The shapes of the public API (contract: http-api), for the type checker. Nothing of this runs.

/**
 * @typedef {{id: string, title: string}} Button
 * @typedef {{title: string, href: string}} Link
 * @typedef {{title: string, url: string, checked: string}} Source
 * @typedef {object} Message
 * @property {"text" | "question" | "urgent" | "handoff" | "notice" | "exit"} kind
 * @property {string} text
 * @property {Button[]} [buttons]
 * @property {"one" | "many"} [select]
 * @property {Link[]} [links]
 * @property {Source[]} [sources]
 * @property {string} [code] the words of a code, for kind "handoff"
 * @property {string} [digits] the same code as digits
 * @property {string} [receiver]
 * @property {string[]} [lines]
 * @property {string} [expires]
 *
 * @typedef {{text: string} | {choice: string} | {choices: string[]}} Said
 * @typedef {{status: number, detail?: string, messages: Message[]}} Answer
 */

export {};
