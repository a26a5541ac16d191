// Tiles dragged by their picture change places inside the list; buttons do the same for everyone else.
export function dragToReorder(list, moved) {
  let dragged = null;

  const clear = () => {
    for (const tile of list.querySelectorAll(".target, .dragged")) tile.classList.remove("target", "dragged");
  };

  list.addEventListener("dragstart", (event) => {
    if (event.target.closest("input, button, label")) {
      event.preventDefault();
      return;
    }
    dragged = event.target.closest(".tile");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.name ?? "");
    dragged.classList.add("dragged");
  });

  list.addEventListener("dragover", (event) => {
    const tile = event.target.closest(".tile");
    if (!dragged || !tile) return;
    event.preventDefault();
    for (const other of list.children) other.classList.toggle("target", other === tile && tile !== dragged);
  });

  list.addEventListener("drop", (event) => {
    const tile = event.target.closest(".tile");
    if (!dragged || !tile || tile === dragged) return;
    event.preventDefault();
    const tiles = [...list.children];
    const forward = tiles.indexOf(dragged) < tiles.indexOf(tile);
    list.insertBefore(dragged, forward ? tile.nextSibling : tile);
    moved(dragged);
  });

  list.addEventListener("dragend", () => {
    clear();
    dragged = null;
  });
}
