// Passkeys: the browser asks for one, a hidden field carries its answer to the server. Without support nothing is shown.
const isKnown = typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";

// What to ask the browser: beside the form where the page knows who it is for, from the server where nobody does yet.
async function asked(form) {
  const here = document.getElementById("passkey");
  if (here) return JSON.parse(here.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function made({ creation_options: options }) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey);
  const selection = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...selection };
  return navigator.credentials.create({ publicKey });
}

const shown = ({ request_options: options }) =>
  navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey) });

async function send(form) {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    const options = await asked(form);
    const credential = await (form.dataset.passkey === "make" ? made(options) : shown(options));
    form.elements.credential.value = JSON.stringify(credential.toJSON());
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !isKnown;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
for (const words of document.querySelectorAll("[data-no-passkeys]")) words.hidden = isKnown;
