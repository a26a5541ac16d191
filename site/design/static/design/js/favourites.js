// Hearts are submit buttons of one form on the page; here the answer only changes the heart. A refusal sends the form.
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
    button.form.requestSubmit(button);
  } finally {
    button.ariaBusy = "false";
  }
});
