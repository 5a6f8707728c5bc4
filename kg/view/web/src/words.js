// Words as they are compared, shown on a canvas and written into files.

const MARKS = /\p{M}+/gu;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;

/** A text without case, accents and apostrophes, for finding. */
export function fold(text) {
  return text.normalize("NFKD").replace(MARKS, "").replace(/['’‘ʼ]/g, "").toLowerCase();
}

/** A text as it may stand on a canvas or in an attribute: no control, none that turns the direction. */
export function plain(text) {
  return String(text).replace(CONTROL, " ").toWellFormed?.() ?? String(text).replace(CONTROL, " ");
}

export function cut(text, length) {
  const letters = [...plain(text)];
  return letters.length > length ? `${letters.slice(0, length - 1).join("").trimEnd()}…` : letters.join("");
}

export function title(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const figures = new Intl.NumberFormat("en-GB");

export function figure(number) {
  return figures.format(number);
}

export function several(number, one, many = `${one}s`) {
  return `${figure(number)} ${number === 1 ? one : many}`;
}

let names;

/** The name of a country by its code, as the browser knows it. */
export function country(code) {
  if (!code || code === "?") return "unknown";
  names ??= new Intl.DisplayNames("en", { type: "region" });
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export function percent(belief) {
  return `${Math.round(belief / 10)}%`;
}
