// Every page works without this file: it only makes a few things quicker.
import "./favourites.js";
import "./menus.js";
import "./share.js";
import "./theme.js";

// A select that sends its form as soon as it changes, unless its form has data-filters: that is the care of filters.js.
document.addEventListener("change", (event) => {
  const select = event.target.closest("[data-auto-submit]");
  if (select?.form && !select.form.matches("[data-filters]")) select.form.requestSubmit();
});

document.querySelector("[data-focus]")?.focus();

// Without a connection a page of ours says so instead of the browser's.
addEventListener("load", () => navigator.serviceWorker?.register("/sw.js").catch(() => {}));
