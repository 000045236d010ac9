// Saves a chart as a picture that stands alone: with its title, its source and the date in it.
// The server sends those words along, as what the chart's layout becomes in a picture. Plotly's own
// button copies the layout the moment it is pressed, so it is changed for that moment only.
(() => {
  const CAMERA = ".modebar-btn[data-title^='Download']";

  // Dresses a chart for its picture and returns what undoes it; null where it brought no words.
  const dress = (chart, format) => {
    const { layout, _context: context } = chart;
    const picture = layout?.meta?.picture;
    if (!picture || !context) return null;
    const options = context.toImageButtonOptions;
    const { annotations, width, height } = picture;
    chart.layout = { ...layout, ...picture, annotations: [...(layout.annotations ?? []), ...annotations] };
    const scale = format === "svg" ? 1 : options.scale;
    context.toImageButtonOptions = { ...options, format, width, height, scale };
    return () => {
      chart.layout = layout;
      context.toImageButtonOptions = options;
    };
  };

  // Each chart is drawn for wide and for narrow windows: the one on screen.
  const onScreen = (key) =>
    ["wide", "narrow"]
      .map((size) => document.querySelector(`.st-key-chart-${size}-${key} .js-plotly-plot`))
      .find((chart) => chart?.offsetParent);

  const save = ({ chart: key, picture: format }) => {
    const chart = onScreen(CSS.escape(key.replace(/[^a-zA-Z0-9_-]/g, "-")));
    const camera = chart?.querySelector(CAMERA);
    const undress = camera && dress(chart, format);
    if (!undress) return;
    camera.click(); // runs Plotly's handler before it returns
    undress();
  };

  addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("button[data-picture]");
      if (button) save(button.dataset);
      const camera = event.isTrusted && event.target.closest?.(CAMERA);
      const undress = camera && dress(camera.closest(".js-plotly-plot"), "png");
      if (undress) setTimeout(undress);
    },
    true,
  );
})();
