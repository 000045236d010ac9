// A table wider than its page scrolls sideways: it can then be reached and scrolled by keyboard.
(() => {
  const mark = () => {
    for (const box of document.querySelectorAll(".stTable div")) {
      if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX === "auto") {
        box.tabIndex = 0;
      } else {
        box.removeAttribute("tabindex");
      }
    }
  };
  let isDue = false;
  const later = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      mark();
    });
  };
  new MutationObserver(later).observe(document, { childList: true, subtree: true });
  addEventListener("resize", later);
})();
