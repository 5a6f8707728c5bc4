// Opening a node: adds what is around it, up to a cap; where there is much of several kinds, one chooses the kinds.

import { announce, button, clear, h } from "./dom.js";
import { choices, OPENED } from "./picture.js";
import { figure, several } from "./words.js";

/** @returns {(node: number, selection: object, drawn: Set<number>) => void} */
export function opener(model, store, parent) {
  const dialog = h("dialog", { class: "opener", "aria-labelledby": "opener-title" });
  parent.append(dialog);
  const open = (node, kinds) => {
    const name = model.name(node);
    const text = [name, ...kinds.map((kind) => model.key(model.kinds[kind].iri))].join(" ");
    store.set({ open: [...store.state.open.filter((one) => one.split(" ")[0] !== name), text], sel: name });
  };
  return (node, selection, drawn) => {
    const found = choices(model, selection, node, drawn);
    const total = found.reduce((sum, { count }) => sum + count, 0);
    if (!total) return announce(`All around ${model.label(node)} is drawn already`);
    if (found.length === 1 && total <= OPENED) return open(node, []);
    const boxes = found.map(({ kind, count }) => {
      const box = h("input", { type: "checkbox", checked: true, value: String(kind) });
      return h("label", {}, box, ` ${model.kinds[kind].label} `, h("small", {}, figure(count)));
    });
    const cap = total > OPENED ? h("p", { class: "quiet" }, `At most ${OPENED} of ${several(total, "neighbour")} are added, the most connected.`) : null;
    const go = h("button", { type: "submit", class: "main" }, "Open");
    const form = h("form", { method: "dialog", onsubmit: () => {
      const chosen = boxes.map((label) => label.firstChild).filter((box) => box.checked).map((box) => Number(box.value));
      if (chosen.length) open(node, chosen.length === found.length ? [] : chosen);
    } }, h("h2", { id: "opener-title" }, "What is around ", h("bdi", {}, model.label(node))), h("fieldset", {}, h("legend", {}, "Kinds of edges"), boxes), cap,
    h("div", { class: "row" }, go, button("Cancel", () => dialog.close())));
    clear(dialog, form);
    dialog.showModal();
    return undefined;
  };
}
