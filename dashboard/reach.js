// What the style sheet shows is also within reach of a keyboard and has a name.
(() => {
  const wide = matchMedia("(min-width: 640.02px)");

  // Folds for phones stand open on wide screens: Streamlit makes what a closed one holds inert.
  const unfold = () => {
    if (!wide.matches) return;
    for (const fold of document.querySelectorAll("[class*='st-key-phone-fold'] details:not([open])")) {
      fold.querySelector("summary")?.click();
    }
  };

  // The button that the style sheet calls "Menu".
  const name = () => {
    const button = document.querySelector("[data-testid='stExpandSidebarButton']");
    if (button && button.ariaLabel !== "Menu") button.ariaLabel = "Menu";
  };

  // What a button opens stands at the end of the document: a reader without a mouse is led into it.
  let hasPressedKey = false;
  const enter = () => {
    const opened = document.querySelector("[data-testid='stPopoverBody']");
    if (!opened || !hasPressedKey || !document.activeElement?.closest("[data-testid='stPopover']")) return;
    hasPressedKey = false;
    opened.tabIndex = -1;
    opened.focus({ preventScroll: true });
  };
  addEventListener("keydown", ({ key }) => (hasPressedKey = key === "Enter" || key === " "), true);
  addEventListener("pointerdown", () => (hasPressedKey = false), true);

  let isDue = false;
  const later = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      unfold();
      name();
      enter();
    });
  };
  new MutationObserver(later).observe(document, { childList: true, subtree: true });
  wide.addEventListener("change", later);
})();
