// <results-map>: the cities of the listed cards as price pins. It says nothing that the list does not say, and comes only
// when somebody sees it: Leaflet, its style sheet and the land are fetched when the column shows.
const data = () => JSON.parse(document.getElementById("pins")?.textContent ?? "[]");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const POINTED = "pointed";
const STEPS = [0, -1, 1, -2, 2];

class ResultsMap extends HTMLElement {
  #map;
  #pins = [];
  #lang = document.documentElement.lang;

  connectedCallback() {
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      this.#build();
    });
    seen.observe(this);
    this.#toggle();
    document.addEventListener("lintel:swapped", () => this.#draw());
    for (const type of ["mouseover", "focusin"]) document.addEventListener(type, (event) => this.#point(event.target));
  }

  get column() {
    return this.closest(".map-column");
  }

  async #build() {
    await Promise.all([import("../vendor/leaflet/leaflet-1.9.4.js"), wear(this.dataset.sheet)]);
    const { tiles, attribution, closer, further } = this.dataset;
    const L = globalThis.L;
    this.#map = L.map(this, {
      zoomControl: false,
      attributionControl: Boolean(tiles),
      worldCopyJump: true,
      minZoom: 2,
      zoomSnap: 0.25,
      maxZoom: tiles ? 14 : 8,
      zoomAnimation: !still.matches,
      fadeAnimation: !still.matches,
      markerZoomAnimation: !still.matches,
    });
    this.#map.setView([20, 20], 2);
    L.control.zoom({ position: "topright", zoomInTitle: closer, zoomOutTitle: further }).addTo(this.#map);
    if (tiles) L.tileLayer(tiles, { attribution }).addTo(this.#map);
    else this.#drawLand(L);
    this.#map.on("zoomend resize", () => this.#spread());
    this.#draw();
  }

  async #drawLand(L) {
    const [{ land }, answer] = await Promise.all([import("./land.js"), fetch(this.dataset.land)]);
    L.geoJSON(land(await answer.json()), { style: { className: "land" }, interactive: false }).addTo(this.#map);
  }

  #draw() {
    if (!this.#map) return;
    for (const pin of this.#pins) pin.marker.remove();
    this.#pins = data().map((place) => this.#pin(place));
    const points = this.#pins.map((pin) => pin.marker.getLatLng());
    const far = this.dataset.tiles ? 11 : 6;
    if (points.length) this.#map.fitBounds(points, { padding: [44, 32], maxZoom: far, animate: false });
    this.#spread();
  }

  // Pins that would cover each other move up or down by their height, two at most.
  #spread() {
    const taken = [];
    const free = ({ x, y }) => taken.every((one) => Math.abs(one.x - x) > one.half + 44 || Math.abs(one.y - y) > 27);
    for (const { marker, label } of this.#pins) {
      const { x, y } = this.#map.latLngToLayerPoint(marker.getLatLng());
      const step = STEPS.find((one) => free({ x, y: y + one * 28 })) ?? 0;
      taken.push({ x, y: y + step * 28, half: label.offsetWidth / 2 });
      label.className = `pin step${step}`;
    }
  }

  #pin(place) {
    const L = globalThis.L;
    const label = document.createElement("span");
    label.className = "pin";
    label.append(element("b", this.#price(place)), element("span", place.name, "pin-name"));
    const icon = L.divIcon({ className: "pin-place", html: label, iconSize: [0, 0] });
    const marker = L.marker([place.lat, place.lon], { icon, riseOnHover: true }).addTo(this.#map);
    marker.bindPopup(this.#list(place), { closeButton: false, offset: [0, -14], maxWidth: 260, autoPanPadding: [24, 24] });
    const on = () => this.#mark(place, true);
    const off = () => this.#mark(place, false);
    for (const type of ["mouseover", "focus"]) marker.getElement().addEventListener(type, on);
    for (const type of ["mouseout", "blur"]) marker.getElement().addEventListener(type, off);
    return { ...place, marker, label };
  }

  #price({ cards }) {
    const priced = cards.filter((card) => card.price !== undefined);
    const lowest = priced.reduce((low, card) => (card.price < low.price ? card : low), priced[0]);
    const number = cards.length > 1 ? String(cards.length) : "";
    return [number, lowest && this.#money(lowest)].filter(Boolean).join(" · ") || "•";
  }

  #money({ price, currency }) {
    const look = { style: "currency", currency, currencyDisplay: "narrowSymbol", notation: "compact" };
    return new Intl.NumberFormat(this.#lang, { ...look, maximumSignificantDigits: 3 }).format(price);
  }

  #list({ name, cards }) {
    const box = document.createElement("div");
    box.className = "pin-list";
    const list = document.createElement("ul");
    for (const card of cards) {
      const item = document.createElement("li");
      const link = element("a", card.title);
      link.href = card.url;
      item.append(link);
      if (card.price !== undefined) item.append(element("span", this.#money(card)));
      list.append(item);
    }
    box.append(element("p", name, "strong"), list);
    return box;
  }

  // The pin of the card under the pointer or the keyboard.
  #point(target) {
    const path = target.closest?.(".results-region .card, .results-region .pcard")?.querySelector(".cover-link");
    const url = path?.getAttribute("href");
    for (const pin of this.#pins) {
      const on = Boolean(url) && pin.cards.some((card) => card.url === url);
      pin.marker.getElement()?.classList.toggle(POINTED, on);
      pin.marker.setZIndexOffset(on ? 1000 : 0);
    }
  }

  // The cards of a pin.
  #mark({ cards }, on) {
    const urls = new Set(cards.map((card) => card.url));
    for (const link of document.querySelectorAll(".results-region .cover-link")) {
      const card = link.closest(".card, .pcard");
      card?.classList.toggle(POINTED, on && urls.has(link.getAttribute("href")));
    }
  }

  // On a phone the map is a window of its own, opened and closed by one button.
  #toggle() {
    const button = document.querySelector("[data-map-toggle]");
    if (!button) return;
    button.hidden = false;
    const show = (open) => {
      this.column.classList.toggle("whole", open);
      button.setAttribute("aria-expanded", String(open));
      button.querySelector("[data-map]").hidden = open;
      button.querySelector("[data-list]").hidden = !open;
      this.#map?.invalidateSize();
    };
    button.addEventListener("click", () => show(!this.column.classList.contains("whole")));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.column.classList.contains("whole")) show(false);
    });
  }
}

// Leaflet's own sheet goes below ours: outside all layers it would beat them.
async function wear(address) {
  const answer = await fetch(address);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@layer components { ${await answer.text()} }`);
  document.adoptedStyleSheets.push(sheet);
}

function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

customElements.define("results-map", ResultsMap);
