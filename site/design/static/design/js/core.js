// Every page works without this file: it only makes a few things quicker.
import "./favourites.js";
import "./menus.js";
import "./share.js";
import "./theme.js";

// A select that sends its form as soon as it changes, unless filters.js looks after it.
document.addEventListener("change", (event) => {
  const select = event.target.closest("[data-auto-submit]");
  if (select?.form && !event.defaultPrevented) select.form.requestSubmit();
});

document.querySelector("[data-focus]")?.focus();
