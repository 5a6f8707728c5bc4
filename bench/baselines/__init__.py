"""What simpler ways to read give on the same articles, by the same scorer, beside kg.

    python -m bench.baselines [--write]

Triples of subject, verb and object, by a plain walk over the parse (and by textacy where it is installed), and named
entities that stand in one sentence. Both get kg's parse, with long names joined, kg's trigger words, resolved days and
read numbers, and are mapped to the vocabulary as kindly as can be: where a mapping could be done in two ways, the one
that scores better was taken. Neither knows what a pronoun stands for, nor roles that another sentence fills.
"""
