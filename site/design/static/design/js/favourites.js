// Hearts are submit buttons of one form on the page; here the answer only changes the heart. A refusal sends the form,
// a lost connection leaves the page where it is and says so.
let last = Promise.resolve();

async function toggle(button) {
  const wanted = button.value;
  show(button, wanted === "1");
  // One after another: a guest's first heart brings the session that the next ones belong to.
  const turn = last.catch(() => {}).then(() => send(button, wanted));
  last = turn;
  const { is_favorite: saved, favorites_count: count } = await turn;
  show(button, saved);
  const counter = button.querySelector("[data-count]");
  if (counter && count !== undefined) counter.textContent = count;
}

async function send(button, wanted) {
  const body = new FormData(button.form);
  body.set(button.name, wanted);
  const answer = await fetch(button.formAction, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
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
