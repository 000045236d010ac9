// The button that the style sheet calls "Menu" has that name for everyone.
(() => {
  const name = () => {
    const button = document.querySelector("[data-testid='stExpandSidebarButton']");
    if (button && button.ariaLabel !== "Menu") button.ariaLabel = "Menu";
  };
  new MutationObserver(name).observe(document, { childList: true, subtree: true });
})();
