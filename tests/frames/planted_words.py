"""Mistakes in `frames.yaml` and `lexicon.yaml`."""

from __future__ import annotations

from .tides import FRAMES, LEXICON, Planted

FRAME_MISTAKES = [
    Planted(
        FRAMES, "    weak:", "    waek:", "waek", "flood: no key is called 'waek'. Did you mean weak? Keys: event, "
    ),
    Planted(FRAMES, "unit: percent", "units: percent", "tide:height:", "no key is called 'units'. Did you mean unit?"),
    Planted(
        FRAMES, "        gives:", "        givse:", "givse", "examples: no key is called 'givse'. Did you mean gives?"
    ),
    Planted(FRAMES, "groups:\n", "grousp: {}\ngroups:\n", "grousp", "no key is called 'grousp'. Did you mean groups?"),
    Planted(
        FRAMES,
        "event: tide:Ebb",
        "event: tied:Ebb",
        "tied:Ebb",
        "ebb: tied:Ebb: no prefix is called 'tied'. Did you mean time, tide, void?",
    ),
    Planted(
        FRAMES,
        "event: tide:Flood",
        "event: tide:Flod",
        "tide:Flod",
        "flood: no event class is called 'tide:Flod'. Did you mean tide:Flood? Event classes: tide:Ebb, tide:Flood",
    ),
    Planted(
        FRAMES,
        "core:target: {slots: [done_to], fill: [tide:Port]}",
        "tide:height: {slots: [by]}",
        "tide:height: {slots: [by]}",
        "ebb: tide:height is no role of tide:Ebb. Did you mean tide:cause? Roles: core:actor, ",
    ),
    Planted(
        FRAMES,
        "core:target: {slots: [done_to], fill: [tide:Port]}",
        "core:taget: {slots: [done_to], fill: [tide:Port]}",
        "core:taget",
        "ebb: core:taget is no role of tide:Ebb. Did you mean core:target? Roles: ",
    ),
    Planted(
        FRAMES,
        "[done_to, clause]",
        "[done_too, clause]",
        "done_too",
        "no slot is called 'done_too'. Did you mean done_to?",
    ),
    Planted(
        FRAMES,
        "unit: percent",
        "unit: metre",
        "metre",
        "no unit is called 'metre'. Did you mean percent? Units: money, people, percent, poll, votes",
    ),
    Planted(
        FRAMES,
        "fill: [ports]",
        "fill: [prots]",
        "prots",
        "no group is called 'prots'. Did you mean ports? Groups: ports",
    ),
    Planted(
        FRAMES,
        "fill: [tide:Port]",
        "fill: [tide:Prot]",
        "tide:Prot",
        "no class is called 'tide:Prot'. Did you mean tide:Port?",
    ),
    Planted(
        FRAMES,
        "fill: [tide:Port]",
        "fill: [core:Person]",
        "core:Person",
        "ebb: core:target: core:Person is outside the range of core:target: core:Organization",
    ),
    Planted(FRAMES, ", fill: [ports]", "", "core:target: {slots: [done_to, clause]}", "no fill, so nothing fills it"),
    Planted(
        FRAMES,
        "tide:cause: {slots: [clause]}",
        "tide:cause: {slots: []}",
        "tide:cause: {",
        "tide:cause: no slots; they say where",
    ),
    Planted(
        FRAMES,
        "{slots: [clause]}",
        "{slots: [clause], unit: people}",
        "unit: people",
        "unit is for roles filled by a number; this takes a concept",
    ),
    Planted(
        FRAMES,
        "verbs: [ebb]",
        "verbs: [ebb, overflow]",
        "[ebb, overflow]",
        "ebb: 'overflow' is also a verb of flood (line 8); a trigger stands in one frame",
    ),
    Planted(
        FRAMES,
        "[flood, spring tide]",
        "[flood, spring tide, flood]",
        "tide, flood]",
        "flood: nouns: 'flood' stands twice, also on line 9; once is right",
    ),
    Planted(
        FRAMES, "weak: [overflow]", "weak: [spill]", "spill", "flood: weak: 'spill' is no verb and no noun of the frame"
    ),
    Planted(
        FRAMES,
        '{edges}"]',
        '{edge}"]',
        "{edge}",
        "flood: loose: no list of words is called 'edge'. Did you mean edges? Lists of words: edges",
    ),
    Planted(
        FRAMES,
        "nouns: [deluge]",
        "nouns: [deluge, spring tide]",
        "deluge,",
        "flood: loose: 'spring tide' is a trigger of flood already; one is right",
    ),
    Planted(
        FRAMES,
        "[water rise/come]",
        "[water]",
        "clauses: [water]",
        "flood: loose: 'water' has no verb; a subject with its verb is right",
    ),
    Planted(
        FRAMES,
        "      nouns: [deluge]",
        "      noun: [deluge]",
        "noun: [deluge]",
        "flood: loose: no key is called 'noun'",
    ),
    Planted(
        FRAMES,
        "[flood light]",
        "[neap tide]",
        "neap",
        "flood: not: 'neap tide' covers no trigger of the frame, so it never applies",
    ),
    Planted(
        FRAMES,
        "needs: [core:target]",
        "needs: [core:actor]",
        "core:actor",
        "no role that the frame fills is called 'core:actor'",
    ),
    Planted(
        FRAMES,
        "        tide:storm: [gale",
        "        tide:strom: [gale",
        "tide:strom",
        "no concept of tide:cause is called 'tide:strom'. Did you mean tide:storm?",
    ),
    Planted(
        FRAMES,
        "        tide:storm: [gale",
        "        core:planned: [gale",
        "core:planned",
        "no concept of tide:cause is called 'core:planned'",
    ),
    Planted(
        FRAMES,
        "    tells:\n      tide:cause:",
        "    tells:\n      tide:height:",
        "tide:height:",
        "flood: tells: no role of concepts is called 'tide:height'. Did you mean tide:cause? Roles of concepts: ",
        last=True,
    ),
    Planted(
        FRAMES,
        "    verbs: [ebb]",
        "    verbs: [ebb]\n    status: cancled",
        "cancled",
        "ebb: no status is called 'cancled'. Did you mean cancelled?",
    ),
    Planted(
        FRAMES,
        '      - not: "His strength ebbed away."\n',
        "",
        "examples:",
        "ebb: no example with `not`; at least one sentence that it must not read",
        last=True,
    ),
    Planted(
        FRAMES,
        '      - read: "The tide ebbed."\n',
        "",
        "examples:",
        "ebb: no example with `read`; at least one sentence that it must read",
        last=True,
    ),
    Planted(
        FRAMES,
        '- read: "The tide ebbed."',
        '- reads: "The tide ebbed."',
        "reads:",
        "no key is called 'reads'. Did you mean read?",
    ),
    Planted(
        FRAMES,
        "{tide:cause: tide:storm, core",
        "{tide:cause: tide:strom, core",
        "tide:strom",
        "gives: no concept of tide:cause is called 'tide:strom'",
    ),
    Planted(
        FRAMES, "core:status: core:occurred", "core:status: core:occured", "core:occured", "Did you mean core:occurred?"
    ),
    Planted(
        FRAMES, "gives: {tide:cause:", "gives: {tide:case:", "tide:case", "gives: Did you mean tide:cause? Roles: "
    ),
    Planted(
        FRAMES,
        "verbs: [ebb]",
        "verbs: [ebb, no]",
        "[ebb, no]",
        "ebb: verbs: YAML reads False, which is no word; quotation marks around it are right",
    ),
    Planted(FRAMES, "verbs: [ebb]", "verbs: ebb", "verbs: ebb", "ebb: verbs holds no list; [a, b] is right"),
    Planted(FRAMES, "    verbs: [ebb]\n", "", "  ebb:", "ebb: no verbs and no nouns; at least one trigger is right"),
    Planted(
        FRAMES,
        "  ebb:\n",
        "  flood:\n",
        "  flood:",
        "flood: stands twice, also on line 6; the later would replace the earlier",
        last=True,
    ),
    Planted(FRAMES, "    weak: [overflow]", "    weak: [overflow", "    loose:", "not YAML: "),
]

LEXICON_MISTAKES = [
    Planted(LEXICON, "speaks:", "spaeks:", "spaeks", "no key is called 'spaeks'. Did you mean speaks?"),
    Planted(
        LEXICON, "    named:", "    nemad:", "nemad", "nouns: tide:Port: no key is called 'nemad'. Did you mean named?"
    ),
    Planted(
        LEXICON, "    after:", "    aftre:", "aftre", "cues: tide:Port: no key is called 'aftre'. Did you mean after?"
    ),
    Planted(
        LEXICON,
        "  core:Group:",
        "  core:Gruop:",
        "core:Gruop",
        "nouns: no class is called 'core:Gruop'. Did you mean core:Group?",
    ),
    Planted(
        LEXICON,
        "[crowd]",
        "[crowd, harbour]",
        "crowd, harbour",
        "'harbour' stands under tide:Port and core:Group; one is right",
    ),
    Planted(
        LEXICON,
        "[port, harbour]",
        "[port, harbour, port]",
        "harbour, port",
        "nouns: tide:Port: generic: 'port' stands twice",
    ),
    Planted(LEXICON, "pilot]", "pilot, harbour master]", "pilot,", "offices: tide:Port: 'harbour master' stands twice"),
    Planted(
        LEXICON,
        "speaks:",
        "  core:Group: [pilot]\nspeaks:",
        "core:Group: [pilot]",
        "offices: 'pilot' stands under tide:Port and core:Group; one is right",
    ),
    Planted(
        LEXICON,
        "[Port, Harbour]",
        "[Port, Harbour, Port]",
        "Harbour, Port",
        "name_heads: tide:Port: 'Port' stands twice",
    ),
    Planted(
        LEXICON,
        "tide:moon: [moon]",
        "tide:mon: [moon]",
        "tide:mon",
        "reasons: no concept is called 'tide:mon'. Did you mean tide:moon?",
    ),
    Planted(
        LEXICON,
        "[storm, gale]",
        "[storm, moon]",
        "storm, moon",
        "reasons: 'moon' stands under tide:moon and tide:storm; one is right",
    ),
    Planted(
        LEXICON,
        "units: [tide:Port]",
        "units: [tide:Pott]",
        "tide:Pott",
        "units: no class is called 'tide:Pott'. Did you mean tide:Port?",
    ),
    Planted(
        LEXICON,
        "  ports: [tide:Port]",
        "  ports: [core:Site]",
        "core:Site",
        "parties: ports: core:Site is no agent. Agents: ",
    ),
    Planted(
        LEXICON,
        "speaks: [spokesman]",
        "speaks: [spokesman]\nspeaks: [envoy]",
        "envoy",
        "speaks: stands twice, also on line 11",
    ),
]
