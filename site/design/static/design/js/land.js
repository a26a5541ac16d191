// The countries of a world-atlas topology as GeoJSON. Arcs are steps on a grid, shared by the countries on both sides.
export function land({ arcs, transform, objects }) {
  const lines = arcs.map((arc) => walk(arc, transform));
  const ring = (indices) =>
    indices.flatMap((index, place) => {
      const line = index < 0 ? lines[~index].toReversed() : lines[index];
      return place ? line.slice(1) : line;
    });
  const whole = (indices) => unfold(ring(indices));
  const coordinates = objects.countries.geometries.flatMap(({ type, arcs: parts }) => {
    const polygons = type === "Polygon" ? [parts] : parts;
    return polygons.map((rings) => rings.map(whole));
  });
  return { type: "MultiPolygon", coordinates };
}

// Countries on both sides of the date line are whole in the file: their far end is drawn beyond 180 degrees.
function unfold(points) {
  let turn = 0;
  return points.map(([x, y], place) => {
    const step = place ? x - points[place - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [x + turn, y];
  });
}

function walk(arc, { scale, translate }) {
  let x = 0;
  let y = 0;
  return arc.map(([across, up]) => {
    x += across;
    y += up;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}
