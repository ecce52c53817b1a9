// The element <foerste-kontakt kommune="…">: the chat inside a municipality's own page.
// The chat is a sandboxed frame of another origin, so that neither the scripts nor the style sheets of the page reach it.
// Documented for sites at /for-kommuner; why it is so: docs/decisions/0031.

(() => {
  const origin = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).origin;
  const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox";
  const PRESSES = 3;
  const PRESS_MS = 5000;
  const FORGET_MS = 1000; // how long a hidden chat is kept, to tell its server that it is over

  const STYLE = `
    :host { all: initial !important; display: block !important; font: 16px/1.5 system-ui, sans-serif !important; }
    button { min-height: 44px; padding: 10px 20px; border: 1px solid #1f5a6b; border-radius: 4px; background: #1f5a6b;
      color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
    button:focus-visible { outline: 3px solid #454545; outline-offset: 2px; }
    .close { display: block; margin: 8px 0 0; background: #fff; color: #1a1a1a; }
    iframe { display: block; width: 100%; height: min(720px, 90vh); border: 1px solid #8e8e8e; border-radius: 4px; }
    [hidden] { display: none; }`;
  const COVER =
    ":host { all: initial !important; position: fixed !important; inset: 0 !important; display: block !important; \
    width: 100vw !important; height: 100vh !important; background: #fff !important; z-index: 2147483647 !important; }";

  /**
   * @param {Element} host
   * @param {string} style
   */
  function isolated(host, style) {
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // not an inline style: works where the site's policy forbids those
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    return root;
  }

  /** Cover the whole page with an empty one. */
  function hide() {
    const cover = document.createElement("div");
    isolated(cover, COVER);
    document.documentElement.append(cover);
    try {
      cover.popover = "manual";
      cover.showPopover(); // above what the page itself has put on top
    } catch {
      // an older browser: the cover has the highest place there is
    }
    document.title = "Indlæser";
  }

  /** Empty the chat and take it away. One that is taken away at once may never tell its server. @param {HTMLIFrameElement} frame */
  function end(frame) {
    frame.hidden = true;
    frame.contentWindow?.postMessage({ type: "foerste-kontakt:forget" }, origin);
    setTimeout(() => frame.remove(), FORGET_MS);
  }

  class FoersteKontakt extends HTMLElement {
    /** @type {ShadowRoot | undefined} */
    #root;
    /** @type {HTMLIFrameElement | undefined} */
    #frame;
    /** @type {string | undefined} */
    #exit;
    #presses = 0;
    #pressed = 0;

    connectedCallback() {
      this.#root ??= isolated(this, STYLE);
      window.addEventListener("message", this.#hear);
      document.addEventListener("keydown", this.#press, { capture: true });
      if (this.getAttribute("visning") === "plads") this.#open();
      else this.#offer();
    }

    disconnectedCallback() {
      window.removeEventListener("message", this.#hear);
      document.removeEventListener("keydown", this.#press, { capture: true });
      this.#frame = undefined;
      this.#root?.replaceChildren();
    }

    #offer() {
      this.#root?.append(button(this.getAttribute("tekst") ?? "Åbn samtalen", "", () => this.#open()));
    }

    #close() {
      this.#end();
      this.#offer();
    }

    #end() {
      this.#clear();
      if (this.#frame) end(this.#frame);
      this.#frame = undefined;
    }

    #clear() {
      for (const part of this.#root?.querySelectorAll("button") ?? []) part.remove();
    }

    /** Cover first, for the one behind the shoulder; then let the chat tell its server, before it is gone. @param {string} url */
    #leave(url) {
      hide();
      this.#end();
      location.replace(url);
    }

    #open() {
      const frame = document.createElement("iframe");
      const municipality = this.getAttribute("kommune");
      frame.title = "Samtale";
      frame.setAttribute("sandbox", SANDBOX);
      frame.referrerPolicy = "no-referrer";
      frame.src = `${origin}/${municipality ? `?kommune=${encodeURIComponent(municipality)}` : ""}`;
      this.#frame = frame;
      /** @type {HTMLElement[]} */
      const parts = [frame];
      if (this.getAttribute("visning") !== "plads")
        parts.push(button("Luk og slet samtalen", "close", () => this.#close()));
      this.#clear();
      this.#root?.append(...parts);
      if (this.getAttribute("visning") !== "plads") frame.focus();
    }

    /** @param {MessageEvent} event */
    #hear = ({ origin: from, source, data }) => {
      if (from !== origin || source !== this.#frame?.contentWindow || !/^https?:/.test(data?.url)) return;
      if (data.type === "foerste-kontakt:open") this.#exit = data.url;
      if (data.type === "foerste-kontakt:exit") this.#leave(data.url);
    };

    // Shift three times leaves, also when the page around the chat has the focus.
    /** @param {KeyboardEvent} event */
    #press = ({ key, repeat, timeStamp }) => {
      if (!this.#frame || !this.#exit || repeat) return;
      this.#presses = key !== "Shift" ? 0 : timeStamp - this.#pressed < PRESS_MS ? this.#presses + 1 : 1;
      this.#pressed = timeStamp;
      if (this.#presses === PRESSES) this.#leave(this.#exit);
    };
  }

  /**
   * @param {string} words
   * @param {string} look
   * @param {() => void} act
   */
  function button(words, look, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = look;
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  if (!customElements.get("foerste-kontakt")) customElements.define("foerste-kontakt", FoersteKontakt);
})();
