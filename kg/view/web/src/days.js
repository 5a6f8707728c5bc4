// Days as the index has them (since 1970-01-01) and as people write them.

const MS = 86_400_000;

export function iso(day) {
  return day === null || day === undefined ? "" : new Date(day * MS).toISOString().slice(0, 10);
}

export function dayOf(text) {
  const ms = Date.parse(text);
  return text && !Number.isNaN(ms) ? Math.round(ms / MS) : null;
}

const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

export function words(day) {
  return day === null || day === undefined ? "" : long.format(new Date(day * MS));
}

export function monthWords(day) {
  return month.format(new Date(day * MS));
}

export function span(first, last) {
  if (first === null || first === undefined) return "";
  return last === null || last === undefined || last === first ? words(first) : `${words(first)} – ${words(last)}`;
}

export function yearOf(day) {
  return new Date(day * MS).getUTCFullYear();
}

export function startOfYear(year) {
  return Math.round(new Date(Date.UTC(2000, 0, 1)).setUTCFullYear(year) / MS);
}
