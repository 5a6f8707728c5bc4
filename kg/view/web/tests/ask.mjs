// For the tests in Python: reads {"index": …, "states": […]} and writes what each state selects, and its query.

import { readFileSync } from "node:fs";
import { Model } from "../src/data.js";
import { sparql } from "../src/query.js";
import { select } from "../src/selection.js";
import { parse } from "../src/state.js";

const { index, states } = JSON.parse(readFileSync(0, "utf8"));
const model = new Model(index);
const answers = states.map((hash) => {
  const state = parse(hash);
  return { events: select(model, state).list.map((e) => model.name(model.T + e)), query: sparql(model, state) };
});
process.stdout.write(JSON.stringify(answers));
