// The sentences behind an event or an edge: from the page itself, or from the server.

import { button, clear, h, said } from "./dom.js";
import { fold, several } from "./words.js";

const SHOWN = 5;

/** Where evidence comes from: `embedded` is what the page holds, null where a server is asked. */
export function evidenceSource(embedded) {
  const kept = new Map();
  return async (name) => {
    if (embedded) return embedded.of[name] ? whole(embedded, embedded.of[name]) : { sentences: [] };
    if (!kept.has(name)) kept.set(name, ask(name));
    return kept.get(name).catch((error) => {
      kept.delete(name);
      throw error;
    });
  };
}

async function ask(name) {
  const answer = await fetch(`api/evidence?of=${encodeURIComponent(name)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}

/** Embedded sentences name their article by its number. */
function whole(embedded, found) {
  return { ...found, sentences: found.sentences.map((sentence) => ({ ...sentence, ...embedded.documents[sentence.document] })) };
}

/**
 * An element that fills itself with the sentences of some names.
 * @param {string[]} names events or edges
 * @param {{role?: string, about?: string[][], page?: Function}} given `role`: sentences that mark it come alone, where
 *     any does; `about`: names of those that it is about; `page`: the address of an article
 */
export function evidence(source, names, given = {}) {
  const element = h("div", { class: "evidence", "aria-busy": "true" }, h("p", { class: "quiet" }, "Looking up the sentences …"));
  Promise.all(names.slice(0, 12).map(source)).then((answers) => {
    const all = answers.flatMap((answer) => answer.sentences);
    const marking = given.role ? all.filter((one) => one.parts.some(([, role]) => role?.split(", ").includes(given.role))) : [];
    element.removeAttribute("aria-busy");
    const first = answers[0] ?? {};
    clear(element, claims(first.claims), states(first.states), list(marking.length ? marking : all, given));
  }, (error) => {
    element.removeAttribute("aria-busy");
    clear(element, h("p", { class: "error", role: "alert" }, `The sentences could not be had: ${error.message}.`));
  });
  return element;
}

/** How much a sentence says: which of those it is about it names, and in how many roles words of it are marked. */
function weight(sentence, about = []) {
  const words = fold(sentence.parts.map(([text]) => text).join(""));
  const named = about.filter((names) => names.some((name) => name.length > 2 && words.includes(fold(name)))).length;
  return 10 * named + new Set(sentence.parts.flatMap(([, role]) => (role ? role.split(", ") : []))).size;
}

/** What says most comes first, of equals the oldest. */
function list(found, given) {
  if (!found.length) return h("p", { class: "quiet" }, "No sentence is kept for this.");
  const sentences = found.map((one) => [weight(one, given.about), one]).sort(([a], [b]) => b - a).map(([, one]) => one);
  const items = sentences.map((one) => h("li", {}, quote(one, given)));
  const more = sentences.length > SHOWN ? button(`${several(sentences.length - SHOWN, "more sentence")}`, () => {
    items.forEach((item) => (item.hidden = false));
    more.remove();
  }, { class: "link" }) : null;
  items.slice(SHOWN).forEach((item) => (item.hidden = true));
  return [h("h3", {}, several(sentences.length, "sentence")), h("ol", { class: "quotes" }, items), more];
}

function quote(one, given) {
  const words = one.parts.map(([text, role]) => (role === null ? said(text)
    : h("mark", { "data-role": role || null, title: role || "names it" }, said(text), role ? h("sup", { "aria-hidden": "true" }, role) : null)));
  const page = given.page?.(one.document);
  const title = one.title || one.document;
  return h("figure", {},
    h("blockquote", { dir: "auto" }, words),
    h("figcaption", {}, page ? h("a", { href: page }, said(title)) : h("cite", {}, said(title)),
      one.source && one.source !== title ? [" · ", said(one.source)] : null, one.date ? [" · ", h("time", { datetime: one.date }, one.date)] : null,
      h("span", { class: "fine" }, one.status ? [said(one.status), " · "] : null, `confidence ${Math.round(100 * one.confidence)}% · rule `, h("code", {}, said(one.rule)))));
}

/** Where not all say the same: who says what. */
function claims(found = []) {
  if (!found.length) return null;
  const roles = [...new Set(found.map((claim) => claim.role))];
  return h("section", { class: "claims" }, h("h3", {}, "Sources differ"), roles.map((role) => h("div", {}, h("h4", {}, said(role)), h("ul", {},
    found.filter((claim) => claim.role === role).map((claim) => h("li", {}, h("strong", {}, claim.qualifier ? [said(claim.qualifier), " "] : null, said(claim.value)),
      " ", h("span", { class: "quiet" }, claim.by ? ["— ", said(claim.by)] : null, claim.on ? `, ${claim.on}` : null, claim.title && claim.title !== claim.by ? [", ", said(claim.title)] : null)))))));
}

/** What became of it, where that changed. */
function states(found = []) {
  if (found.length < 2) return null;
  return h("section", { class: "states" }, h("h3", {}, "How it stood"), h("ol", {}, found.map((state) => h("li", {}, h("time", { datetime: state.on }, state.on), " ", said(state.status)))));
}
