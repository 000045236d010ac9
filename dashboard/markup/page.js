// What a page does: its header leads to the others, folds stay as their reader left them and stand open on
// paper, links between pages stay in the app, texts can be copied, and tables that scroll can be reached by
// keyboard.
(() => {
  const PAGES = new Set(__PAGES__);
  const phone = matchMedia("(max-width: 640px)");

  // Folds. A choice replaces the pieces that it changes: what stood open in them stands open again.
  const PHONE_FOLD = ".phone-fold, .part";
  const left = new Map();
  const nameOf = (fold) => `${location.pathname} ${fold.id}`;
  addEventListener(
    "toggle",
    ({ target }) => {
      if (target.matches?.(".piece details[id]") && target.dataset.set) left.set(nameOf(target), target.open);
      if (target.matches?.(CARD_FOLD) && target.open) fit(target);
    },
    true,
  );
  const settle = () => {
    for (const fold of document.querySelectorAll(".piece details[id]:not([data-set]):has(> summary)")) {
      const wanted = left.get(nameOf(fold)) ?? (fold.matches(PHONE_FOLD) ? !phone.matches : fold.open);
      if (fold.open !== wanted) fold.open = wanted;
      if (fold.matches(".part")) fold.firstElementChild.tabIndex = phone.matches ? 0 : -1;
      fold.dataset.set = "yes";
    }
  };
  phone.addEventListener("change", () => {
    for (const head of document.querySelectorAll(".piece .part > summary")) head.tabIndex = phone.matches ? 0 : -1;
    if (phone.matches) return;
    for (const fold of document.querySelectorAll(`.piece :is(${PHONE_FOLD}):not([open])`)) fold.open = true;
  });
  // Wider than a phone a part stands open: its heading is no button.
  addEventListener("click", (event) => {
    if (!phone.matches && event.target.closest?.(".piece .part > summary")) event.preventDefault();
  });
  const reveal = (part) => {
    for (let fold = part.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const head = part.closest("[class*='st-key-part-']")?.querySelector("details.part");
    if (head) head.open = true;
  };

  // On paper a page is its briefing, put beside it for as long as it prints. The browser takes its
  // picture of the page as soon as this returns, so it is asked for at once. Where a page has none, or
  // none comes, the page itself is printed.
  const briefing = () => {
    const offer = document.querySelector(".briefing-offer a[href*='print=1']");
    if (!offer) return null;
    try {
      const asked = new XMLHttpRequest();
      asked.open("GET", offer.href, false);
      asked.send();
      return new DOMParser().parseFromString(asked.responseText, "text/html").querySelector(".paper");
    } catch {
      return null;
    }
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });
  const putAway = () => document.querySelectorAll(".for-paper").forEach((one) => one.remove());
  addEventListener("beforeprint", () => {
    putAway();
    const found = briefing();
    if (found) {
      const sheet = document.createElement("div");
      sheet.className = "for-paper";
      sheet.append(document.importNode(found, true));
      document.body.append(sheet);
      return;
    }
    for (const fold of document.querySelectorAll(".piece details:not([open])")) {
      fold.open = true;
      fold.dataset.forPaper = "yes";
    }
  });
  addEventListener("afterprint", () => {
    putAway();
    for (const fold of document.querySelectorAll("details[data-for-paper]")) {
      fold.open = false;
      delete fold.dataset.forPaper;
    }
  });

  // What a card's fold holds lies over the page: within the page's width, and one at a time.
  const CARD_FOLD = ".piece .ways > details";
  const fit = (fold) => {
    const held = fold.querySelector(".folded");
    held.style.translate = "";
    const page = fold.closest(".piece").getBoundingClientRect();
    const { left, right } = held.getBoundingClientRect();
    const shift = Math.max(0, page.left - left) || Math.min(0, page.right - right);
    if (shift) held.style.translate = `${shift}px`;
  };
  const closeOthers = (target) => {
    if (phone.matches) return;
    for (const fold of document.querySelectorAll(`${CARD_FOLD}[open]`)) {
      if (!fold.contains(target)) fold.open = false;
    }
  };
  addEventListener("pointerdown", ({ target }) => closeOthers(target));
  addEventListener("focusin", ({ target }) => closeOthers(target));
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || phone.matches) return;
    for (const fold of document.querySelectorAll(`${CARD_FOLD}[open]`)) {
      if (fold.contains(document.activeElement)) fold.querySelector("summary").focus();
      fold.open = false;
    }
  });
  addEventListener("resize", () => document.querySelectorAll(`${CARD_FOLD}[open]`).forEach(fit));

  // A table wider than its page scrolls sideways: only then it is a stop for the keyboard.
  const sized = new ResizeObserver((seen) => {
    for (const { target: box } of seen) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  });
  const watched = new WeakSet();
  const watch = () => {
    for (const box of document.querySelectorAll(".piece .table")) {
      if (!watched.has(box)) sized.observe(box);
      watched.add(box);
    }
  };

  // The names of the pages. Which is lit follows the address; the menu of a narrow window closes after
  // a tap at any width, with Escape, and when something else is touched.
  const light = () => {
    for (const link of document.querySelectorAll("#site-pages a")) {
      const isAbove = link.dataset.above?.split(" ").includes(location.pathname);
      const said = link.pathname === location.pathname ? "page" : isAbove ? "true" : null;
      if (link.getAttribute("aria-current") === said) continue;
      if (said) link.setAttribute("aria-current", said);
      else link.removeAttribute("aria-current");
    }
  };
  const openMenu = (isOpen) => {
    const button = document.querySelector("#site-head button");
    button?.setAttribute("aria-expanded", String(isOpen));
    document.getElementById("site-head")?.classList.toggle("is-open", isOpen);
  };
  addEventListener("click", ({ target }) => {
    const button = target.closest?.("#site-head button");
    if (button) return openMenu(button.getAttribute("aria-expanded") !== "true");
    if (target.closest?.("#site-head a") || !target.closest?.("#site-head")) openMenu(false);
  });
  addEventListener("keydown", ({ key }) => {
    const button = document.querySelector("#site-head button[aria-expanded='true']");
    if (key !== "Escape" || !button) return;
    openMenu(false);
    button.focus();
  });
  addEventListener("click", (event) => {
    if (!event.target.closest?.("#site-head .to-main")) return;
    event.preventDefault();
    const main = document.querySelector("#first-sight main, #stMain");
    main.tabIndex = -1;
    main.focus({ preventScroll: true });
  });

  // Links. Streamlit shows the page of an address that the browser's history comes to; a page's name in
  // the header is followed by its own link to the page, which takes the chosen place along.
  const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  addEventListener("click", (event) => {
    const link = event.target.closest?.(".piece a[href], #site-head a[href]:not(.to-main)");
    if (!link || !isPlain(event) || link.hasAttribute("download") || link.target) return;
    if (link.origin !== location.origin) return;
    const to = new URL(link.href);
    if (to.hash && to.pathname === location.pathname && to.search === location.search) {
      const part = document.getElementById(to.hash.slice(1));
      if (part) reveal(part);
      return;
    }
    if (!isInApp(to)) return;
    event.preventDefault();
    const way = document.querySelectorAll("#root .st-key-ways a")[[...PAGES].indexOf(to.pathname)];
    if (way && link.closest("#site-head")) way.click();
    else lead(to);
    toTop();
  });
  const isInApp = (to) =>
    document.querySelector("#root .stApp") && !isAway() && PAGES.has(to.pathname) && !to.searchParams.has("print");
  const lead = (to) => {
    sought = to.hash.slice(1);
    history.pushState({}, "", to.pathname + to.search + to.hash);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  };
  const toTop = () => document.querySelector("#root [data-testid='stMain']")?.scrollTo(0, 0);

  // A form leads to the page that it names, as a link does.
  addEventListener("submit", (event) => {
    const form = event.target.closest?.(".piece form");
    if (!form) return;
    const to = new URL(form.action);
    to.search = new URLSearchParams(new FormData(form));
    if (!isInApp(to)) return;
    event.preventDefault();
    lead(to);
    toTop();
  });

  // The part of another page that a link leads to is shown when the page is drawn.
  let sought = decodeURIComponent(location.hash.slice(1));
  const seek = () => {
    const part = sought && document.querySelector(`#root [id="${CSS.escape(sought)}"]`);
    if (!part) return;
    sought = "";
    reveal(part);
    part.scrollIntoView();
  };

  // The connection. While it is away Streamlit takes no choices: the reader is told, and links load
  // their page anew. The address holds what was chosen, so nothing is lost when it comes back.
  const isAway = () => {
    const app = document.querySelector("#root .stApp");
    return Boolean(app) && app.dataset.testConnectionState !== "CONNECTED";
  };
  const AWAY = "The connection is away; connecting again. What is chosen is kept.";
  let away;
  const tell = () => {
    if (!isAway()) return (away?.remove(), (away = undefined));
    if (away) return;
    away = document.createElement("p");
    away.className = "connection";
    away.setAttribute("role", "status");
    document.body.append(away);
    away.textContent = AWAY;
  };
  let wasConnected = false;
  const listen = () => {
    wasConnected ||= Boolean(document.querySelector("#root .stApp")) && !isAway();
    if (wasConnected) tell();
  };
  setInterval(listen, 1000);

  // A text is copied from where it stands; one that stands nowhere is shown for as long as that takes, and
  // stays where the browser refuses to copy it.
  const copied = document.createElement("p");
  copied.className = "unseen";
  copied.setAttribute("role", "status");
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      return true;
    } catch {
      const wasHidden = text.hidden;
      text.hidden = false;
      getSelection().selectAllChildren(text);
      const isDone = document.execCommand("copy");
      text.hidden = wasHidden && isDone;
      return isDone;
    }
  };
  addEventListener("click", async ({ target }) => {
    const button = target.closest?.("button[data-copy]");
    const text = button?.parentElement.querySelector("pre");
    if (!text || button.dataset.said) return;
    const label = button.textContent;
    button.style.minWidth = `${button.offsetWidth}px`;
    document.body.append(copied);
    button.dataset.said = button.textContent = copied.textContent = (await copy(text)) ? "Copied" : "Press Ctrl+C";
    setTimeout(() => {
      copied.textContent = "";
      button.textContent = label;
      delete button.dataset.said;
    }, 2000);
  });

  // What was served before the scripts goes when the app has drawn the page as far as it is seen: until
  // then the app is there and hidden, so that nothing of it is seen to move.
  const PATIENCE = 3000; // ms after the headline
  let since, waiting;
  const isInSight = (box) => {
    const { top, bottom } = box.getBoundingClientRect();
    return box.checkVisibility() && bottom > 0 && top < innerHeight;
  };
  const isComplete = () =>
    document.querySelector("#root .stApp")?.dataset.testScriptState === "notRunning" &&
    !document.querySelector("#root [data-testid='stSkeleton']") &&
    [...document.querySelectorAll("#root .drawing:not(.is-drawn)")].every((box) => !isInSight(box));
  const giveWay = () => {
    const sight = document.getElementById("first-sight");
    if (!sight || !document.querySelector("#root h1")) return;
    if (since === undefined) {
      since = performance.now();
      waiting = setInterval(giveWay, 100);
    }
    if (!isComplete() && performance.now() - since < PATIENCE) return;
    const { scrollTop } = sight;
    clearInterval(waiting);
    sight.remove();
    document.getElementById("stMain")?.scrollTo(0, scrollTop);
  };

  let isDue = false;
  const later = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      light();
      settle();
      seek();
      watch();
    });
  };
  new MutationObserver(() => {
    giveWay();
    later();
  }).observe(document, { childList: true, subtree: true });
})();
