// Draws a page's charts: each is a box that names the address of its drawing. What is near the window
// is drawn, in the form and the colours that fit it; the library and the drawings come from this site.
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
      script.onerror = fail;
      document.head.append(script);
    }));

  const drawings = new Map();
  const drawing = (address) => {
    if (!drawings.has(address)) {
      const asked = fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      });
      asked.catch(() => drawings.delete(address));
      drawings.set(address, asked);
      if (drawings.size > 60) drawings.delete(drawings.keys().next().value);
    }
    return drawings.get(address);
  };
  const inColours = (text, theme) =>
    JSON.parse(text.replace(/#0000(\d\d)/g, (found, place) => THEMES[theme][place] ?? found));

  const addressOf = (box) => {
    const { drawing: address } = box.dataset;
    const look = narrow.matches && !document.documentElement.classList.contains("printed");
    return `${address}${address.includes("?") ? "&" : "?"}look=${look ? "narrow" : "wide"}`;
  };

  const draw = async (box) => {
    const address = addressOf(box);
    const theme = dark.matches && !document.documentElement.classList.contains("printed") ? "dark" : "light";
    const wanted = `${address} ${theme}`;
    if (box.dataset.drawn === wanted) return;
    box.dataset.drawn = wanted;
    try {
      const [text, Plotly] = await Promise.all([drawing(address), plotly()]);
      if (box.dataset.drawn !== wanted || !box.isConnected) return;
      const { data, layout } = inColours(text, theme);
      box.textContent === "" || box.classList.contains("js-plotly-plot") || box.replaceChildren();
      const isStill = box.classList.contains("spark");
      await Plotly.react(box, data, layout, isStill ? { ...CONFIG, staticPlot: true } : CONFIG);
      box.classList.add("is-drawn");
    } catch {
      box.dataset.drawn = "";
      box.textContent = "The chart cannot be drawn at the moment; its figures are in the table and in the files.";
    }
  };

  // A picture stands alone: with its title, its source and the date in it, always on white.
  const save = async (box, format) => {
    const [text, Plotly] = await Promise.all([drawing(addressOf(box)), plotly()]);
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

  const near = new IntersectionObserver(
    (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && draw(target)),
    { rootMargin: "300px" },
  );
  const watched = new WeakSet();
  const find = () => {
    for (const box of document.querySelectorAll(".drawing[data-drawing]")) {
      if (watched.has(box)) continue;
      watched.add(box);
      near.observe(box);
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
  const again = () => document.querySelectorAll(".drawing.is-drawn").forEach(draw);
  dark.addEventListener("change", again);
  narrow.addEventListener("change", again);
  addEventListener("beforeprint", () => document.querySelectorAll(".drawing[data-drawing]").forEach(draw));
})();
