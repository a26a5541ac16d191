// <photo-uploader> wraps a file field of a normal form. Without scripts the field posts with the form. With them each file is
// sent at once, three at a time, and the form carries the ids in order (media_order) with a text for each (media_alt_<id>).
import { preview, refusal } from "./photo-checks.js";
import { dragToReorder } from "./reorder.js";

const AT_ONCE = 3;
const TIMEOUT = 120_000;

class PhotoUploader extends HTMLElement {
  #tiles;
  #input;
  #words;
  #items = new Map();
  #undo = null;

  connectedCallback() {
    if (this.#tiles) return;
    this.#tiles = this.querySelector("[data-tiles]");
    this.#words = this.querySelector("[data-words]").dataset;
    this.#input = this.querySelector("input[type=file]");
    this.#input.removeAttribute("name");
    this.#input.required = false;
    this.querySelector(".drop-words").hidden = false;
    for (const tile of this.#tiles.children) this.#adopt(tile);
    this.#listen();
  }

  get tiles() {
    return [...this.#tiles.children];
  }

  limit(name) {
    return Number(this.getAttribute(name));
  }

  #listen() {
    this.#input.addEventListener("change", () => {
      this.add([...this.#input.files]);
      this.#input.value = "";
    });
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("dragover", (event) => this.#hover(event, true));
    this.addEventListener("dragleave", (event) => this.#hover(event, false));
    this.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      this.#hover(event, false);
      this.add([...event.dataTransfer.files]);
    });
    dragToReorder(this.#tiles, (tile) => this.#tellPlace(tile));
    this.closest("form")?.addEventListener("submit", (event) => this.#guard(event));
  }

  #hover(event, over) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.classList.toggle("over", over);
  }

  async add(files) {
    const refused = [];
    for (const file of files) {
      const reason = this.tiles.length >= this.limit("max") ? "count" : await refusal(file, this);
      if (reason) refused.push(this.#say(reason, { name: file.name }));
      else this.#start(file);
    }
    this.#note(refused.join(". "));
    this.#work();
  }

  #start(file) {
    const tile = this.querySelector("template:not([data-actions])").content.firstElementChild.cloneNode(true);
    tile.dataset.name = file.name;
    tile.dataset.state = "waiting";
    tile.querySelector("progress").ariaLabel = file.name;
    tile.querySelector(".message").textContent = this.#words.waiting;
    this.#items.set(tile, { file });
    this.#adopt(tile);
    this.#tiles.append(tile);
    preview(file, tile.querySelector("canvas"));
  }

  #adopt(tile) {
    tile.append(this.querySelector("template[data-actions]").content.cloneNode(true));
    tile.draggable = true;
  }

  #work() {
    const sending = this.tiles.filter((tile) => tile.dataset.state === "sending").length;
    const waiting = this.tiles.filter((tile) => tile.dataset.state === "waiting");
    for (const tile of waiting.slice(0, Math.max(0, AT_ONCE - sending))) this.#send(tile);
  }

  #send(tile) {
    const item = this.#items.get(tile);
    const request = new XMLHttpRequest();
    const bar = tile.querySelector("progress");
    item.request = request;
    tile.dataset.state = "sending";
    tile.querySelector(".message").textContent = "";
    tile.querySelector("[data-retry]").hidden = true;
    bar.hidden = false;
    request.open("POST", this.getAttribute("upload-url"));
    request.setRequestHeader("X-CSRFToken", this.closest("form")?.elements.csrfmiddlewaretoken?.value ?? "");
    request.responseType = "json";
    request.timeout = TIMEOUT;
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = Math.round((100 * event.loaded) / event.total);
    };
    request.onload = () => {
      if (request.status === 201) this.#done(tile, request.response.id);
      else this.#failed(tile, request.response?.title ?? this.#say("answer", { status: request.status }));
    };
    request.onerror = () => this.#failed(tile, this.#words.broken);
    request.ontimeout = request.onerror;
    const body = new FormData();
    body.append("file", item.file);
    request.send(body);
  }

  #done(tile, id) {
    tile.dataset.state = "done";
    tile.dataset.id = id;
    tile.querySelector("progress").hidden = true;
    const order = tile.querySelector("[name=media_order]");
    order.value = id;
    order.disabled = false;
    tile.querySelector(".alt-text input").name = `media_alt_${id}`;
    this.#tell("sent", { name: tile.dataset.name });
    this.#changed();
    this.#work();
  }

  #failed(tile, message) {
    tile.dataset.state = "failed";
    tile.querySelector("progress").hidden = true;
    tile.querySelector(".message").textContent = `${tile.dataset.name}: ${message}`;
    tile.querySelector("[data-retry]").hidden = false;
    this.#live(`${tile.dataset.name}: ${message}`);
    this.#work();
  }

  #click(event) {
    const pressed = event.target.closest("button");
    if (!pressed) return;
    if (pressed.closest("[data-undo]")) return this.#putBack();
    const tile = pressed.closest(".tile");
    if (!tile) return;
    if (pressed.matches("[data-move]")) this.#move(tile, Number(pressed.dataset.move), pressed);
    else if (pressed.matches("[data-remove]")) this.#remove(tile);
    else if (pressed.matches("[data-retry]")) this.#send(tile);
  }

  #move(tile, way, pressed) {
    const at = this.tiles.indexOf(tile) + way;
    if (at < 0 || at >= this.tiles.length) return;
    this.#tiles.insertBefore(tile, way < 0 ? this.tiles[at] : this.tiles[at].nextSibling);
    pressed.focus();
    this.#tellPlace(tile);
  }

  #tellPlace(tile) {
    this.#tell("moved", { name: tile.dataset.name, at: this.tiles.indexOf(tile) + 1, all: this.tiles.length });
    this.#changed();
  }

  #remove(tile) {
    this.#items.get(tile)?.request?.abort();
    if (tile.dataset.state === "sending") tile.dataset.state = "waiting";
    this.#undo = { tile, before: tile.nextElementSibling };
    tile.remove();
    const box = this.querySelector("[data-undo]");
    box.querySelector("span").textContent = this.#say("removed", { name: tile.dataset.name });
    box.hidden = false;
    box.querySelector("button").focus();
    this.#tell("removed", { name: tile.dataset.name });
    this.#changed();
    this.#work();
  }

  #putBack() {
    if (!this.#undo || this.tiles.length >= this.limit("max")) return;
    const { tile, before } = this.#undo;
    this.#tiles.insertBefore(tile, before?.parentNode === this.#tiles ? before : null);
    this.#undo = null;
    this.querySelector("[data-undo]").hidden = true;
    tile.querySelector("[data-remove]").focus();
    this.#tellPlace(tile);
    this.#work();
  }

  #guard(event) {
    if (event.submitter?.formNoValidate) return;
    const states = this.tiles.map((tile) => tile.dataset.state);
    let problem = "";
    if (states.includes("sending") || states.includes("waiting")) problem = this.#words.wait;
    else if (states.includes("failed")) problem = this.#words.failed;
    else if (states.length < this.limit("min")) problem = this.#say("few");
    if (!problem) return;
    event.preventDefault();
    this.#note(problem);
    this.#input.focus();
  }

  #say(key, values = {}) {
    const known = {
      max: this.getAttribute("max"),
      min: this.getAttribute("min"),
      mb: this.getAttribute("max-mb"),
      side: this.getAttribute("min-side"),
      ...values,
    };
    return this.#words[key].replace(/\{(\w+)\}/g, (whole, name) => known[name] ?? whole);
  }

  #tell(key, values) {
    this.#live(this.#say(key, values));
  }

  #live(text) {
    this.querySelector("[data-live]").textContent = text;
  }

  #note(text) {
    const box = this.querySelector("[data-note]");
    box.textContent = text;
    box.hidden = !text;
    if (text) this.#live(text);
  }

  #changed() {
    this.dispatchEvent(new CustomEvent("photos:change", { bubbles: true }));
  }
}

customElements.define("photo-uploader", PhotoUploader);
