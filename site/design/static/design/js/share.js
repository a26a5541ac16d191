// Share buttons: the system's sheet where there is one, the clipboard elsewhere.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-share]");
  if (!button) return;
  const url = new URL(button.dataset.share || location.href, location.href).href;
  if (navigator.share) {
    await navigator.share({ title: button.dataset.title, url }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(url);
  button.querySelector("span").textContent = button.dataset.done;
});
