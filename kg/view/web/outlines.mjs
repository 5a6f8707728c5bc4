// The outlines of countries, projected once: paths of SVG by ISO 3166 code, and points of those too small to be drawn.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid, geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const WIDTH = 960, HEIGHT = 460;
const LEFT_OUT = "010"; // Antarctica

export function outlines() {
  const atlas = (name) => JSON.parse(readFileSync(require.resolve(`world-atlas/${name}.json`), "utf8"));
  const codes = new Map(require("i18n-iso-countries/codes.json").map(([two, , number]) => [number, two]));
  const countries = (name) => feature(atlas(name), "countries").features.filter(({ id }) => id !== LEFT_OUT);
  const drawn = countries("countries-110m");
  const projection = geoNaturalEarth1().fitExtent([[2, 2], [WIDTH - 2, HEIGHT - 2]], { type: "FeatureCollection", features: drawn });
  const path = geoPath(projection).digits(1);
  const paths = {}, points = {};
  for (const country of drawn) {
    const code = codes.get(country.id) ?? `x-${country.properties.name.toLowerCase().replace(/[^a-z]+/g, "-")}`;
    paths[code] = `${paths[code] ?? ""}${path(country)}`;
  }
  for (const country of countries("countries-50m").sort((a, b) => geoArea(b) - geoArea(a))) {
    const code = codes.get(country.id);
    if (!code || paths[code] || points[code]) continue;
    points[code] = projection(geoCentroid(country)).map((number) => Math.round(number * 10) / 10);
  }
  const sphere = path({ type: "Sphere" });
  return { width: WIDTH, height: HEIGHT, sphere, paths: sorted(paths), points: sorted(points) };
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
