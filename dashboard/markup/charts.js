// Draws a page's charts: each is a box that names the address of its drawing. What is near the window
// is drawn, in the form and the colours that fit it; the library and the drawings come from this site.
// Paper has all of them, as wide as it is and in light colours.
(() => {
  const LIBRARY = "__LIBRARY__";
  const THEMES = __THEMES__; // placeholder -> colour, by theme
  const CONFIG = {
    displaylogo: false,
    displayModeBar: false,
    responsive: true,
    scrollZoom: false,
    doubleClick: false,
    locale: "en",
  };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const narrow = matchMedia("(max-width: 744px)");

  let library;
  const plotly = () =>
    (library ??= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = LIBRARY;
      script.onload = () => done(window.Plotly);
      script.onerror = () => {
        library = undefined;
        fail(new Error("no library"));
      };
      document.head.append(script);
    }));

  const drawings = new Map();
  const texts = new Map(); // those of them that have come
  const drawing = (address) => {
    if (!drawings.has(address)) {
      const asked = fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      });
      asked.then(
        (text) => texts.set(address, text),
        () => drawings.delete(address),
      );
      drawings.set(address, asked);
      if (drawings.size > 60) {
        const [oldest] = drawings.keys();
        drawings.delete(oldest);
        texts.delete(oldest);
      }
    }
    return drawings.get(address);
  };
  const inColours = (text, theme) =>
    JSON.parse(text.replace(/#0000(\d\d)/g, (found, place) => THEMES[theme][place] ?? found));

  const isBriefing = document.documentElement.classList.contains("printed");
  const formOf = () => (narrow.matches ? "narrow" : "wide");
  const onPaper = (form) => (form === "wide" ? "paper" : form); // a narrow one has its shapes in its key
  const addressOf = (box, form) => {
    const { drawing: address } = box.dataset;
    return `${address}${address.includes("?") ? "&" : "?"}look=${form}`;
  };

  // A box has the room that its drawing will take. Where that is not known, a choice that puts a new box in a
  // chart's place leaves it the room that the chart before took.
  const heights = new Map();
  const placeOf = (box) => `${box.dataset.drawing.split("?")[0]} ${formOf()}`;
  const keepRoom = (box) => {
    const height = heights.get(placeOf(box));
    if (height && !box.style.getPropertyValue("--wide")) box.style.minHeight = `${height}px`;
  };

  const draw = async (box) => {
    const isOnPaper = isBriefing || box.closest(".for-paper");
    const address = addressOf(box, isOnPaper ? onPaper(formOf()) : formOf());
    const theme = dark.matches && !isOnPaper ? "dark" : "light";
    const wanted = `${address} ${theme}`;
    if (box.dataset.drawn === wanted) return;
    box.dataset.drawn = wanted;
    try {
      const [text, Plotly] = await Promise.all([drawing(address), plotly()]);
      if (box.dataset.drawn !== wanted || !box.isConnected) return;
      const { data, layout } = inColours(text, theme);
      box.textContent === "" || box.classList.contains("js-plotly-plot") || box.replaceChildren();
      await Plotly.react(box, data, layout, configOf(box));
      box.classList.add("is-drawn");
      box.style.minHeight = "";
      heights.set(placeOf(box), box.offsetHeight);
    } catch {
      box.dataset.drawn = "";
      box.textContent = "The chart cannot be drawn at the moment; its figures are in the table and in the files.";
    }
  };

  const configOf = (box) => (box.classList.contains("spark") ? { ...CONFIG, staticPlot: true } : CONFIG);

  // The browser takes its picture of the page as soon as this returns, so nothing here waits.
  const PAPER = 704; // px that A4 leaves between the margins
  const textNow = (address) => {
    if (texts.has(address)) return texts.get(address);
    const asked = new XMLHttpRequest();
    asked.open("GET", address, false);
    asked.send();
    if (asked.status !== 200) throw new Error(asked.status);
    return asked.responseText;
  };
  const drawOnPaper = (box) => {
    if (!window.Plotly || !box.clientWidth) return;
    const beside = box.closest(".columns, .card");
    const width = beside ? Math.round((PAPER * box.clientWidth) / beside.closest(".piece").clientWidth) : PAPER;
    const form = width < 500 ? "narrow" : "wide";
    try {
      const { data, layout } = inColours(textNow(addressOf(box, onPaper(form))), "light");
      Plotly.react(box, data, { ...layout, width, autosize: false }, configOf(box));
      box.classList.add("is-drawn");
      box.dataset.drawn = "paper";
    } catch {
      box.dataset.drawn = "";
    }
  };

  // A picture stands alone: with its title, its source and the date in it, always on white.
  const save = async (box, format) => {
    const [text, Plotly] = await Promise.all([drawing(addressOf(box, formOf())), plotly()]);
    const { data, layout } = inColours(text, "light");
    const { width, height, annotations, ...picture } = layout.meta.picture;
    const whole = { ...layout, ...picture, width, height, annotations: [...(layout.annotations ?? []), ...annotations] };
    const scale = format === "svg" ? 1 : 2;
    await Plotly.downloadImage({ data, layout: whole }, { format, width, height, scale, filename: box.dataset.name });
  };
  addEventListener("click", ({ target }) => {
    const button = target.closest?.("button[data-picture]");
    const box = button?.closest(".chart")?.querySelector(".drawing");
    if (box) save(box, button.dataset.picture);
  });

  // What can be taken of a chart lies over the page: one menu is open at a time, and it closes with Escape, and
  // when something else is touched or reached by key.
  const openMenus = () => document.querySelectorAll(".get-chart[open]");
  const closeOthers = ({ target }) => {
    for (const menu of openMenus()) if (!menu.contains(target)) menu.open = false;
  };
  addEventListener("pointerdown", closeOthers);
  addEventListener("focusin", closeOthers);
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    for (const menu of openMenus()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });

  const near = new IntersectionObserver(
    (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && draw(target)),
    { rootMargin: "600px" },
  );
  const whenIdle = window.requestIdleCallback ?? ((then) => setTimeout(then, 1000));
  const watched = new WeakSet();
  const find = () => {
    for (const box of document.querySelectorAll(".drawing[data-drawing]")) {
      if (watched.has(box)) continue;
      watched.add(box);
      keepRoom(box);
      near.observe(box);
      if (!library) whenIdle(() => plotly().catch(() => {})); // paper wants charts that were never near
    }
  };
  let isDue = false;
  const later = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      find();
    });
  };
  new MutationObserver(later).observe(document, { childList: true, subtree: true });
  const again = () => document.querySelectorAll(".drawing[data-drawn]").forEach(draw); // or just being drawn
  dark.addEventListener("change", again);
  narrow.addEventListener("change", again);
  addEventListener("beforeprint", () => {
    const sheet = document.querySelector(".for-paper") ?? document; // a briefing, beside a page that is not printed
    sheet.querySelectorAll(".drawing[data-drawing]").forEach(drawOnPaper);
  });
  addEventListener("afterprint", again);
})();
