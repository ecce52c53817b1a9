// Talks to the server. The token lives in this closure and nowhere else: no cookie, no storage, no address.

/** @import { Answer, Said } from "./types.js" */

const BASE = "/api/v1/conversation";

/**
 * Give the one conversation this page can have. It is begun when something is first said.
 * @param {string | undefined} municipality
 * @param {string | null} token of a conversation that was begun before the scripts had come
 */
export function connect(municipality, token) {
  let going = new AbortController();

  /**
   * @param {string} path
   * @param {object} body
   */
  async function post(path, body) {
    const headers = new Headers({ "Content-Type": "application/json" });
    if (token) headers.set("Authorization", `Bearer ${token}`);
    const response = await fetch(BASE + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      cache: "no-store",
      signal: going.signal,
    });
    return { status: response.status, ...(await response.json()) };
  }

  /** @returns {Promise<Answer | null>} a refusal, or null when there is a conversation */
  async function begin() {
    if (token) return null;
    const begun = await post("", municipality ? { municipality } : {});
    if (!begun.token) return { messages: [], ...begun };
    token = begun.token;
    return null;
  }

  return {
    /**
     * Say something. Fails as `fetch` does when the server cannot be reached, or the conversation is ended meanwhile.
     * @param {Said} said
     * @returns {Promise<Answer>}
     */
    async speak(said) {
      const refused = await begin();
      if (refused) return refused;
      const answer = await post("/messages", said);
      if (answer.status === 401) token = null;
      return { messages: [], ...answer };
    },

    /** End the conversation, here at once and on the server by a request that outlives the page. */
    end() {
      going.abort();
      going = new AbortController();
      if (token) navigator.sendBeacon(`${BASE}/end`, token);
      token = null;
    },
  };
}
