// <photo-gallery>: its links open in a dialog with arrows, keys, swipes and pinches. Without scripts each opens the large
// picture. The address follows the photo (#photo-3), so that one photo can be sent to somebody.
const ADDRESS = /^#photo-(\d+)$/;

class PhotoGallery extends HTMLElement {
  #dialog;
  #image;
  #caption;
  #counter;
  #back;
  #on;
  #zoom;
  #at = 0;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#follow(event));
    addEventListener("hashchange", () => this.#followAddress());
    // Once a page has loaded, the browser focuses what its address names; a dialog opened earlier would lose the focus.
    if (document.readyState === "complete") this.#followAddress();
    else addEventListener("load", () => setTimeout(() => this.#followAddress()), { once: true });
  }

  #followAddress() {
    const asked = location.hash.match(ADDRESS)?.[1];
    if (asked && this.shots[asked - 1]) this.open(asked - 1);
  }

  get shots() {
    return [...this.querySelectorAll("a.shot")];
  }

  open(at) {
    this.#build();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.show(at);
  }

  show(at) {
    const shots = this.shots;
    if (!shots[at]) return;
    this.#at = at;
    this.#zoom?.reset();
    history.replaceState(history.state, "", `#photo-${at + 1}`);
    const { href, dataset } = shots[at];
    this.#image.width = dataset.width || 1600;
    this.#image.height = dataset.height || 1200;
    this.#image.src = href;
    this.#image.alt = shots[at].querySelector("img")?.alt ?? "";
    this.#caption.textContent = dataset.caption ?? "";
    this.#counter.textContent = `${at + 1} / ${shots.length}`;
    this.#back.disabled = at === 0;
    this.#on.disabled = at === shots.length - 1;
    for (const near of [at + 1, at - 1]) if (shots[near]) new Image().src = shots[near].href;
  }

  #follow(event) {
    const link = event.target.closest("a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.open(link.matches("[data-open]") ? 0 : this.shots.indexOf(link));
  }

  #build() {
    if (this.#dialog) return;
    this.#dialog = element("dialog", "lightbox");
    this.#dialog.ariaLabel = this.ariaLabel;
    const bar = element("div", "bar");
    this.#counter = element("span");
    this.#counter.setAttribute("role", "status");
    const close = button("close", this.dataset.close, "btn round");
    bar.append(this.#counter, close);
    const stage = element("div", "stage");
    this.#image = element("img");
    this.#back = button("chevron-left", this.dataset.previous, "btn round step back");
    this.#on = button("chevron-right", this.dataset.next, "btn round step on");
    stage.append(this.#image, this.#back, this.#on);
    this.#caption = element("p", "caption");
    this.#dialog.append(bar, stage, this.#caption);
    document.body.append(this.#dialog);
    close.addEventListener("click", () => this.#dialog.close());
    this.#back.addEventListener("click", () => this.show(this.#at - 1));
    this.#on.addEventListener("click", () => this.show(this.#at + 1));
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#dialog.addEventListener("close", () => this.#closed());
    this.#learnToZoom(stage);
  }

  // Fingers are only needed once somebody looks.
  async #learnToZoom(stage) {
    const { Zoom } = await import("./zoom.js");
    this.#zoom = new Zoom(stage, this.#image, {
      turn: (steps) => this.show(this.#at + steps),
      close: () => this.#dialog.close(),
    });
  }

  #closed() {
    history.replaceState(history.state, "", location.pathname + location.search);
    this.shots[this.#at]?.focus();
  }

  #key(event) {
    const last = this.shots.length - 1;
    const to = { ArrowLeft: this.#at - 1, ArrowRight: this.#at + 1, Home: 0, End: last }[event.key];
    const closer = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, 0: 0.01 }[event.key];
    if (to === undefined && closer === undefined) return;
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    if (closer) this.#zoom?.by(closer);
    else this.show(to);
  }
}

function element(name, className = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  return made;
}

function button(icon, label, className) {
  const made = element("button", className);
  made.type = "button";
  made.ariaLabel = label;
  made.innerHTML = `<svg class="icon" aria-hidden="true"><use href="#i-${icon}"/></svg>`;
  return made;
}

customElements.define("photo-gallery", PhotoGallery);
