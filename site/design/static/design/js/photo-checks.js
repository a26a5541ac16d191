// What the server would refuse, said before anything is sent. A picture the browser cannot read (HEIC) is left to the server.
const TYPES = new Set(["image/jpeg", "image/png", "image/webp", "image/avif", "image/heic", "image/heif"]);
const HEIC = /\.hei[cf]$/i;
const MEGABYTE = 1_048_576;

export async function refusal(file, element) {
  const limit = (name) => Number(element.getAttribute(name));
  if (!TYPES.has(file.type) && !HEIC.test(file.name)) return "type";
  if (file.size > limit("max-mb") * MEGABYTE) return "size";
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return "";
  const { width, height } = bitmap;
  bitmap.close();
  if (Math.max(width, height) < limit("min-side")) return "small";
  if (Math.max(width, height) > limit("max-side") || width * height > limit("max-pixels")) return "large";
  return "";
}

// Draws the file into the canvas, cut to fill it.
export async function preview(file, canvas) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return;
  const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
  const width = bitmap.width * scale;
  const height = bitmap.height * scale;
  canvas.getContext("2d").drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  bitmap.close();
}
