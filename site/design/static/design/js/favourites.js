// Hearts are submit buttons of one form on the page; here the answer only changes the heart. A refusal sends the form,
// a lost connection leaves the page where it is and says so.
async function toggle(button) {
  const form = button.form;
  const wanted = button.value;
  const body = new FormData(form);
  body.set(button.name, wanted);
  show(button, wanted === "1");
  const answer = await fetch(button.formAction, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const { is_favorite: saved, favorites_count: count } = await answer.json();
  show(button, saved);
  const counter = button.querySelector("[data-count]");
  if (counter && count !== undefined) counter.textContent = count;
}

function show(button, saved) {
  button.setAttribute("aria-pressed", String(saved));
  button.value = saved ? "0" : "1";
}

function sayOffline() {
  const note = document.querySelector("[data-offline]");
  note.hidden = false;
  setTimeout(() => (note.hidden = true), 6000);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-favourite]");
  if (!button?.form) return;
  event.preventDefault();
  if (button.ariaBusy === "true") return;
  const before = button.value;
  button.ariaBusy = "true";
  try {
    await toggle(button);
  } catch {
    show(button, before === "0");
    if (navigator.onLine) button.form.requestSubmit(button);
    else sayOffline();
  } finally {
    button.ariaBusy = "false";
  }
});

// A visitor's heart leads to the door. Whoever comes in within the hour finds saved what was wanted; another tab does not.
const WANTED = "lintel-wanted";
const PATIENCE = 60 * 60 * 1000;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-save]");
  if (link) sessionStorage.setItem(WANTED, JSON.stringify({ save: link.dataset.save, at: Date.now() }));
});

function keepPromise() {
  const { save, at } = JSON.parse(sessionStorage.getItem(WANTED) ?? "{}");
  const button = save && document.querySelector(`button[data-favourite][formaction="${CSS.escape(save)}"]`);
  if (!button) return;
  sessionStorage.removeItem(WANTED);
  if (Date.now() - at < PATIENCE && button.value === "1") button.click();
}

keepPromise();
