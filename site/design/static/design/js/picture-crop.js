// <picture-crop> wraps a file field with hidden fields x, y and size: the square that is kept, as parts of the picture.
// Fingers drag and pinch, a slider, a wheel and keys do the same. Without scripts the server takes the middle.
const MOST = 5;
const STEP = 0.03;
const CLOSER = 1.1;
const LONGEST = 1600;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const between = (value, least, most) => Math.min(most, Math.max(least, value));

class PictureCrop extends HTMLElement {
  #file;
  #stage;
  #canvas;
  #slider;
  #picture = null;
  #chosen = 0;
  #fingers = new Map();
  // The middle of the square in pixels of the picture, and how many times it is enlarged.
  #view = { x: 0, y: 0, scale: 1 };

  connectedCallback() {
    if (this.#file) return;
    this.#file = this.querySelector("input[type=file]");
    this.#stage = this.querySelector(".stage");
    this.#canvas = this.querySelector("canvas");
    this.#slider = this.querySelector("input[type=range]");
    this.#file.addEventListener("change", () => this.#choose());
    this.#slider.addEventListener("input", () => this.#show({ ...this.#view, scale: Number(this.#slider.value) }));
    this.#listen();
    this.#choose();
  }

  #listen() {
    const canvas = this.#canvas;
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, (event) => this.#fingers.delete(event.pointerId));
    }
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  async #choose() {
    const file = this.#file.files[0];
    const chosen = ++this.#chosen;
    const picture = file ? await small(file) : null;
    if (chosen !== this.#chosen) return;
    this.#picture = picture;
    this.#stage.hidden = !picture;
    this.querySelector(".unreadable").hidden = !file || Boolean(picture);
    if (picture) this.#show({ x: picture.width / 2, y: picture.height / 2, scale: 1 });
    else this.#tell("", "", "");
  }

  get #shortest() {
    return Math.min(this.#picture.width, this.#picture.height);
  }

  // How many pixels of the picture one pixel of the screen is.
  get #grain() {
    return this.#shortest / this.#view.scale / this.#canvas.getBoundingClientRect().width;
  }

  #down(event) {
    if (event.button) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  #grip() {
    const points = [...this.#fingers.values()];
    const middle = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
    const [one, two = one] = points;
    return { x: middle("x"), y: middle("y"), apart: Math.hypot(one.x - two.x, one.y - two.y) };
  }

  #move(event) {
    if (!this.#fingers.has(event.pointerId)) return;
    const before = this.#grip();
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = this.#grip();
    const { x, y, scale } = this.#view;
    this.#show({
      x: x - (now.x - before.x) * this.#grain,
      y: y - (now.y - before.y) * this.#grain,
      scale: before.apart ? (scale * now.apart) / before.apart : scale,
    });
  }

  #key(event) {
    const side = this.#shortest / this.#view.scale;
    const { x, y, scale } = this.#view;
    const [across, down] = MOVES[event.key] ?? [0, 0];
    const factor = { "+": CLOSER, "=": CLOSER, "-": 1 / CLOSER }[event.key] ?? 1;
    if (factor === 1 && !across && !down) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#show({ x: x + across * side * STEP, y: y + down * side * STEP, scale: scale * factor });
  }

  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.#show({ ...this.#view, scale: this.#view.scale * Math.exp(-event.deltaY / 200) });
  }

  // Never further than the picture's own edges.
  #show(wanted) {
    const { width, height } = this.#picture;
    const scale = between(wanted.scale, 1, MOST);
    const side = this.#shortest / scale;
    const x = between(wanted.x, side / 2, width - side / 2);
    const y = between(wanted.y, side / 2, height - side / 2);
    this.#view = { x, y, scale };
    this.#slider.value = scale;
    this.#tell((x - side / 2) / width, (y - side / 2) / height, 1 / scale);
    this.#draw(x - side / 2, y - side / 2, side);
  }

  #tell(x, y, size) {
    for (const [name, value] of Object.entries({ x, y, size })) {
      this.querySelector(`input[name=${name}]`).value = value === "" ? "" : value.toFixed(6);
    }
  }

  // The square, and darker what lies outside the circle it is shown in.
  #draw(left, top, side) {
    const { width, height } = this.#canvas;
    const pen = this.#canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    pen.drawImage(this.#picture, left, top, side, side, 0, 0, width, height);
    pen.beginPath();
    pen.rect(0, 0, width, height);
    pen.arc(width / 2, height / 2, width / 2 - 2, 0, 2 * Math.PI, true);
    pen.fillStyle = "rgb(0 0 0 / 0.45)";
    pen.fill("evenodd");
  }
}

// The picture, upright and small enough for a phone's memory; null when the browser cannot read it (HEIC).
async function small(file) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  const part = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * part));
  canvas.height = Math.max(1, Math.round(bitmap.height * part));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

customElements.define("picture-crop", PictureCrop);
