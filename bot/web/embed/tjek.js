// Tells a municipality what the page it runs on leaks about the people who read it. Looks only; sends and stores nothing.
// usage: <script src=".../tjek.js"></script> on the page, while it is being tried out. The report is shown at the foot of the page.

(() => {
  /** @type {Record<string, string>} what a script of that kind leaves behind on `window`, and what it is called */
  const RECORDERS = {
    hj: "Hotjar optager, hvad man gør på siden",
    clarity: "Microsoft Clarity optager, hvad man gør på siden",
    FS: "FullStory optager, hvad man gør på siden",
    __smartlook: "Smartlook optager, hvad man gør på siden",
    mouseflow: "Mouseflow optager, hvad man gør på siden",
    _paq: "Matomo tæller besøg",
    _sz: "Siteimprove tæller besøg",
    ga: "Google Analytics tæller besøg",
    gtag: "Google måler besøg",
    dataLayer: "Google Tag Manager henter scripts",
    fbq: "Facebook får besked om besøget",
    MonsidoHelper: "Monsido tæller besøg",
  };

  /** @returns {{fund: string, saa: string}[]} what was found, and what to do about it */
  function findings() {
    return [...recorders(), ...others(), ...kept(), ...referrer(), ...title()];
  }

  function recorders() {
    return Object.entries(RECORDERS)
      .filter(([name]) => name in window && !(Reflect.get(window, name) instanceof Element))
      .map(([, fund]) => ({ fund: `${fund}.`, saa: "Tag det af siden og af siderne, der fører hertil." }));
  }

  function others() {
    const own = [location.host, document.querySelector("foerste-kontakt") ? chatHost() : ""];
    const hosts = performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name, location.href))
      .filter(({ protocol, host }) => /^https?:$/.test(protocol) && !own.includes(host))
      .map(({ host }) => host);
    return [...new Set(hosts)].map((host) => ({
      fund: `Siden henter noget fra ${host}, som derfor får at vide, at nogen læser den.`,
      saa: "Læg det på jeres eget sted, eller tag det væk.",
    }));
  }

  function chatHost() {
    const script = document.querySelector('script[src$="/embed.js"]');
    return script instanceof HTMLScriptElement ? new URL(script.src).host : "";
  }

  function kept() {
    const found = [];
    if (document.cookie)
      found.push({ fund: "Siden sætter cookies.", saa: "Lad være med det her, også efter et ja til cookies." });
    if (keys("localStorage") || keys("sessionStorage"))
      found.push({ fund: "Siden gemmer noget i browseren.", saa: "Find det script, der gør det, og tag det væk." });
    return found;
  }

  /** @param {"localStorage" | "sessionStorage"} store */
  function keys(store) {
    try {
      return window[store].length;
    } catch {
      return 0; // the site does not let its pages store anything
    }
  }

  function referrer() {
    const policy = document.querySelector('meta[name="referrer"]')?.getAttribute("content") ?? "";
    return ["no-referrer", "same-origin"].includes(policy)
      ? []
      : [
          {
            fund: "Siden siger ikke selv, at andre ikke må få dens adresse at vide.",
            saa: 'Skriv <meta name="referrer" content="same-origin"> i sidens hoved, eller send Referrer-Policy.',
          },
        ];
  }

  function title() {
    return /vold/i.test(document.title + location.pathname)
      ? [
          {
            fund: "Ordet “vold” står i sidens titel eller adresse og dermed i browserens historik.",
            saa: "Vælg en titel og en adresse, der ikke siger noget, fx “Tal med os”.",
          },
        ]
      : [];
  }

  function report() {
    const found = findings();
    const box = document.createElement("section");
    box.id = "foerste-kontakt-tjek";
    box.setAttribute("aria-label", "Tjek af siden");
    const head = document.createElement("h2");
    head.textContent = found.length ? `Tjek af siden: ${found.length} ting at se på` : "Tjek af siden: intet fundet";
    const list = document.createElement("ol");
    for (const { fund, saa } of found) {
      const item = document.createElement("li");
      item.textContent = `${fund} ${saa}`;
      list.append(item);
    }
    const note = document.createElement("p");
    note.textContent = "Tjekket ser kun det, et script på siden kan se. Gå også listen hos chatten igennem.";
    box.append(head, list, note);
    document.body.append(box);
  }

  if (document.readyState === "complete") report();
  else window.addEventListener("load", report);
})();
