// The reader's choice lives in a cookie, so that the server writes the theme into the page and nothing flashes.
const root = document.documentElement;
const YEAR = 31_536_000;

const remembered = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
if (remembered) root.dataset.theme = remembered;

const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  const theme = isDark() ? "light" : "dark";
  root.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
});
