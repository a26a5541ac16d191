// Says that there is no connection, and keeps nothing else: no page that anybody was shown is ever stored.
const { pages, shell } = {{ told|safe }};
const KEPT = "lintel-{{ version }}";

addEventListener("install", (event) => {
  const ready = caches.open(KEPT).then((cache) => cache.addAll([...Object.values(pages), ...shell]));
  event.waitUntil(ready.then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => names.filter((name) => name.startsWith("lintel-") && name !== KEPT));
  event.waitUntil(old.then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    const language = pathname.match(/^\/([a-z]{2})\//)?.[1];
    const page = pages[language] ?? pages.en;
    event.respondWith(fetch(request).catch(() => caches.match(page)));
  } else if (shell.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname)));
  }
});
