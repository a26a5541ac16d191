// <photo-gallery>: its links open in a dialog with arrows, keys and swipes. Without scripts each opens the large picture.
const SWIPE = 48;

class PhotoGallery extends HTMLElement {
  #dialog;
  #image;
  #caption;
  #counter;
  #back;
  #on;
  #at = 0;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#follow(event));
    const asked = location.hash.match(/^#photo-(\d+)$/)?.[1];
    if (asked && this.shots[asked - 1]) this.open(asked - 1);
  }

  get shots() {
    return [...this.querySelectorAll("a.shot")];
  }

  open(at) {
    this.#build();
    this.#dialog.showModal();
    this.show(at);
  }

  show(at) {
    const shots = this.shots;
    if (!shots[at]) return;
    this.#at = at;
    const { href, dataset } = shots[at];
    this.#image.width = dataset.width || 1600;
    this.#image.height = dataset.height || 1200;
    this.#image.src = href;
    this.#image.alt = shots[at].querySelector("img")?.alt ?? "";
    this.#caption.textContent = dataset.caption ?? "";
    this.#counter.textContent = `${at + 1} / ${shots.length}`;
    this.#back.disabled = at === 0;
    this.#on.disabled = at === shots.length - 1;
    if (shots[at + 1]) new Image().src = shots[at + 1].href;
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
    this.#dialog.addEventListener("close", () => this.shots[this.#at]?.focus());
    this.#swipes(stage);
  }

  #key(event) {
    const last = this.shots.length - 1;
    const to = { ArrowLeft: this.#at - 1, ArrowRight: this.#at + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(to);
  }

  #swipes(stage) {
    let start = null;
    stage.addEventListener("pointerdown", (event) => {
      start = event.isPrimary ? event.clientX : null;
    });
    stage.addEventListener("pointerup", (event) => {
      if (start === null) return;
      const way = event.clientX - start;
      start = null;
      if (Math.abs(way) >= SWIPE) this.show(this.#at + (way < 0 ? 1 : -1));
    });
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
