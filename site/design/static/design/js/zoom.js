// A picture under fingers: pinch, double tap, drag while it is large; a swipe across turns the page, one down closes.
const SWIPE = 48;
const CLOSE = 96;
const MOST = 4;
const CLOSER = 2.5;
const TAP = { far: 24, soon: 300 };

export class Zoom {
  #stage;
  #image;
  #on;
  #fingers = new Map();
  #view = { scale: 1, x: 0, y: 0 };
  #from = null;
  #tap = { at: 0, x: 0, y: 0 };

  constructor(stage, image, on) {
    this.#stage = stage;
    this.#image = image;
    this.#on = on;
    image.draggable = false;
    stage.addEventListener("pointerdown", (event) => this.#down(event));
    stage.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => this.#up(event));
    stage.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
  }

  get isClose() {
    return this.#view.scale > 1.01;
  }

  reset() {
    this.#fingers.clear();
    this.#show({ scale: 1, x: 0, y: 0 });
  }

  by(factor, x = 0, y = 0) {
    const scale = Math.min(MOST, Math.max(1, this.#view.scale * factor));
    const grown = scale / this.#view.scale;
    this.#show({ scale, x: x - (x - this.#view.x) * grown, y: y - (y - this.#view.y) * grown });
  }

  // Where the fingers are, from the middle of the stage, and how far apart.
  #grip() {
    const box = this.#stage.getBoundingClientRect();
    const points = [...this.#fingers.values()];
    const middle = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
    const [one, two = one] = points;
    return {
      x: middle("x") - box.left - box.width / 2,
      y: middle("y") - box.top - box.height / 2,
      apart: Math.hypot(one.x - two.x, one.y - two.y),
    };
  }

  #down(event) {
    if (event.target.closest("button") || event.button) return;
    this.#stage.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.#hold();
  }

  #hold() {
    this.#from = this.#fingers.size ? { ...this.#grip(), view: this.#view, pinched: this.#fingers.size > 1 } : null;
  }

  #move(event) {
    if (!this.#fingers.has(event.pointerId)) return;
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const { view, x, y, apart } = this.#from;
    const now = this.#grip();
    if (this.#fingers.size > 1) {
      const scale = Math.min(MOST, Math.max(1, (view.scale * now.apart) / (apart || 1)));
      const grown = scale / view.scale;
      this.#show({ scale, x: now.x - (x - view.x) * grown, y: now.y - (y - view.y) * grown });
    } else if (this.isClose) {
      this.#show({ scale: view.scale, x: view.x + now.x - x, y: view.y + now.y - y });
    }
  }

  #up(event) {
    if (!this.#fingers.has(event.pointerId)) return;
    const now = this.#grip();
    const from = this.#from;
    this.#fingers.delete(event.pointerId);
    this.#hold();
    if (this.#fingers.size || from.pinched || event.type === "pointercancel") return;
    const across = now.x - from.x;
    const down = now.y - from.y;
    if (Math.hypot(across, down) < TAP.far) this.#tapped(now);
    else if (this.isClose) return;
    else if (Math.abs(across) >= SWIPE && Math.abs(across) > Math.abs(down)) this.#on.turn(across < 0 ? 1 : -1);
    else if (down >= CLOSE) this.#on.close();
  }

  #tapped({ x, y }) {
    const at = performance.now();
    const last = this.#tap;
    const isSecond = at - last.at < TAP.soon && Math.hypot(x - last.x, y - last.y) < TAP.far;
    this.#tap = isSecond ? { at: 0, x, y } : { at, x, y };
    if (!isSecond) return;
    if (this.isClose) this.reset();
    else this.by(CLOSER, x, y);
  }

  #wheel(event) {
    if (!event.ctrlKey && !this.isClose) return;
    event.preventDefault();
    const box = this.#stage.getBoundingClientRect();
    const x = event.clientX - box.left - box.width / 2;
    this.by(Math.exp(-event.deltaY / 200), x, event.clientY - box.top - box.height / 2);
  }

  // Never further than its own edges; as large as the stage it stays in the middle.
  #show({ scale, x, y }) {
    const room = (length) => (length * (scale - 1)) / 2;
    const keep = (value, most) => Math.min(most, Math.max(-most, value));
    const wide = room(this.#stage.clientWidth);
    const high = room(this.#stage.clientHeight);
    this.#view = { scale, x: keep(x, wide), y: keep(y, high) };
    const transform = `translate(${this.#view.x}px, ${this.#view.y}px) scale(${scale})`;
    this.#image.animate({ transform }, { duration: 0, fill: "forwards" });
  }
}
