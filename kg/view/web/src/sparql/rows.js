// An answer as rows of terms, and what its columns hold.

import { dayOf } from "../days.js";

const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const DAY = /^-?\d{4,}(-\d\d(-\d\d(T.*)?)?)?$/;

/** The rows of an answer: `columns` are names, `rows` lists of terms {type, value} or null. */
export function rowsOf(results) {
  const triples = results.getStatements?.() ?? [];
  if (triples.length) return { columns: ["subject", "predicate", "object"], rows: triples.map((t) => [t.subject, t.predicate, t.object].map(term)), triples: true };
  const columns = results.getVariables?.() ?? [];
  return { columns, rows: (results.getBindings?.() ?? []).map((row) => columns.map((name) => row[name] ?? null)), triples: false };
}

function term({ termType, value, datatype }) {
  if (termType === "NamedNode") return { type: "uri", value };
  return termType === "BlankNode" ? { type: "bnode", value } : { type: "literal", value, datatype: datatype?.value };
}

export function isNumber(cell) {
  return cell?.type !== "uri" && NUMBER.test(cell?.value ?? "");
}

/** The day on which the time that a term names begins; null for any other. */
export function day(cell) {
  if (!cell || cell.type === "uri" || !DAY.test(cell.value)) return null;
  const temporal = /#(date|dateTime|gYear|gYearMonth)$/.test(cell.datatype ?? "");
  if (!temporal && cell.value.length < 8) return null;
  return dayOf(cell.value.slice(0, cell.value.startsWith("-") ? 11 : 10));
}

/** The numbers of the columns of which most cells that are not empty pass a test. */
export function columnsOf({ columns, rows }, test) {
  return columns.flatMap((_, at) => {
    const held = rows.slice(0, 500).map((row) => row[at]).filter(Boolean);
    return held.length && held.filter(test).length >= 0.6 * held.length ? [at] : [];
  });
}

/** Columns that name things: IRIs, or words that are neither numbers nor days. */
export function naming(table) {
  return columnsOf(table, (cell) => cell.type === "uri" || (!isNumber(cell) && day(cell) === null && cell.value.length <= 160));
}
