// Tells the site that shows this page in a frame how high it is, so that the frame can be made to fit.
(() => {
  if (parent === window) return;
  const tell = () => {
    const { height } = document.documentElement.getBoundingClientRect();
    parent.postMessage({ type: "frame-height", height: Math.ceil(height) }, "*");
  };
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);
})();
