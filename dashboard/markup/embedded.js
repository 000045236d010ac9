// In a frame of another site a page stays what it is: its links open in a window of their own.
(() => {
  const asked = (search) =>
    [...new URLSearchParams(search)].some(
      ([key, value]) => key.toLowerCase() === "embed" && value.toLowerCase() === "true",
    );
  if (!asked(location.search)) return;
  addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || link.origin !== location.origin || link.hasAttribute("download")) return;
      if (link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      event.stopPropagation();
      const target = new URL(link.closest(".way-back") ? location.href : link.href);
      for (const key of [...target.searchParams.keys()]) {
        if (key.toLowerCase().startsWith("embed")) target.searchParams.delete(key);
      }
      open(target, "_blank", "noopener");
    },
    true,
  );
})();
