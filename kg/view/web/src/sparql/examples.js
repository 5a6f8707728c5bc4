// The prepared queries: a list that can be searched, each with its parameters as a form.

import { clear, h, said } from "../dom.js";
import { fold } from "../words.js";

const KINDS = { date: "date", integer: "number", decimal: "number" };

export class Examples {
  /** `ask` is given the SPARQL of a query, filled in. */
  constructor(place, { queries }, ask) {
    this.ask = ask;
    const search = h("input", { type: "search", "aria-label": "Search the prepared queries", placeholder: `Search ${queries.length} queries`, oninput: () => this.#list(queries, search.value) });
    this.list = h("ul", { class: "prepared" });
    place.append(h("h2", {}, "Prepared queries"), search, this.list);
    this.#list(queries, "");
  }

  #list(queries, text) {
    const parts = fold(text).split(/\s+/).filter(Boolean);
    const found = queries.filter(({ name, title, description }) => parts.every((part) => fold(`${name} ${title} ${description}`).includes(part)));
    clear(this.list, found.length ? found.map((query) => this.#item(query)) : h("li", { class: "quiet" }, "None has these words."));
  }

  #item(query) {
    const fields = query.parameters.map((parameter) => this.#field(query, parameter));
    const told = h("p", { class: "error", role: "alert", hidden: true });
    const send = async (event) => {
      event.preventDefault();
      const given = new URLSearchParams(fields.filter(([, input]) => input.value.trim()).map(([{ name }, input]) => [name, input.value]));
      const answer = await fetch(`api/queries/${encodeURIComponent(query.name)}?${given}`, { headers: { Accept: "application/sparql-query" } });
      const text = await answer.text();
      told.hidden = answer.ok;
      told.textContent = answer.ok ? "" : text;
      if (answer.ok) this.ask(text.replace(/^# param .*\n/gm, "")); // they are filled in
    };
    return h("li", {}, h("details", { name: "prepared" }, h("summary", {}, said(query.title)), h("form", { onsubmit: send },
      query.description ? h("p", { class: "quiet" }, query.description) : null,
      fields.map(([, , label]) => label), told, h("button", { type: "submit", class: "main" }, "Ask"))));
  }

  #field(query, parameter) {
    const { name, type, description, optional, values } = parameter;
    const given = { id: `${query.name}-${name}`, required: !optional && !parameter.default, "aria-describedby": description ? `${query.name}-${name}-about` : null };
    const input = values
      ? h("select", given, h("option", { value: "" }, optional ? "any" : "choose"), values.map(({ value, label }) => h("option", { value, selected: value === parameter.default }, label)))
      : h("input", { ...given, type: KINDS[type] ?? "text", step: type === "decimal" ? "any" : null, value: parameter.default ?? null });
    const label = h("div", { class: "field" }, h("label", { for: given.id }, name), input, description ? h("small", { id: given["aria-describedby"] }, description) : null);
    return [parameter, input, label];
  }
}
