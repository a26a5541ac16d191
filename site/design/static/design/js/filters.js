// <form data-filters>: a change fetches the same page with the new query and swaps the regions marked data-region
// ("results", "facets", "chips" ...). The address follows, Back works, and a failure just sends the form.
const WAIT = 300;
let timer;
let running;
let shown = place(location);

function place({ pathname, search }) {
  return pathname + search;
}

const form = () => document.querySelector("form[data-filters]");

function address() {
  const filters = form();
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(filters)) if (value !== "") query.append(name, value);
  const url = new URL(filters.action || location.href, location.href);
  url.search = query;
  url.hash = "";
  return url;
}

async function load(url, { remember }) {
  if (place(url) === shown) return;
  shown = place(url);
  running?.abort();
  running = new AbortController();
  const results = document.querySelector("[data-region=results]");
  results?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (remember) history.pushState({ filters: true }, "", `${url.pathname}${url.search}${location.hash}`);
    swap(page);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function swap(page) {
  const focused = document.activeElement;
  const mark = focused?.name && { name: focused.name, value: focused.value, type: focused.type };
  for (const region of document.querySelectorAll("[data-region]")) {
    const fresh = page.querySelector(`[data-region="${region.dataset.region}"]`);
    if (fresh) {
      keepFolds(region, fresh);
      region.replaceWith(document.adoptNode(fresh));
    }
  }
  document.title = page.title;
  document.dispatchEvent(new CustomEvent("lintel:swapped"));
  addSymbols(page);
  if (mark && !focused.isConnected) find(mark)?.focus({ preventScroll: true });
}

function keepFolds(old, fresh) {
  const before = old.querySelectorAll("details.facet");
  const after = fresh.querySelectorAll("details.facet");
  before.forEach((details, index) => {
    if (after[index]) after[index].open = details.open;
  });
}

function find({ name, value, type }) {
  const same = [...document.getElementsByName(name)];
  return type === "checkbox" || type === "radio" ? same.find((input) => input.value === value) : same[0];
}

function addSymbols(page) {
  const sprite = document.getElementById("icons");
  for (const symbol of page.querySelectorAll("#icons symbol")) {
    if (!document.getElementById(symbol.id)) sprite.append(document.adoptNode(symbol));
  }
}

document.addEventListener("change", (event) => {
  if (!event.target.form?.matches("[data-filters]")) return;
  clearTimeout(timer);
  load(address(), { remember: true });
});

document.addEventListener("input", (event) => {
  if (!event.target.form?.matches("[data-filters]") || !event.target.matches("[type=search]")) return;
  clearTimeout(timer);
  timer = setTimeout(() => load(address(), { remember: true }), WAIT);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-filter-link]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  load(new URL(link.href), { remember: true });
});

// An address with another hash (the filters' sheet on a phone) is the same page.
addEventListener("popstate", () => load(new URL(location.href), { remember: false }));

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filters]")) return;
  event.preventDefault();
  load(address(), { remember: true });
  if (location.hash) location.hash = "results";
});

// From here on a change is enough: the button beside the filters is for a phone's sheet.
form()?.toggleAttribute("data-live", true);
