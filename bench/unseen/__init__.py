"""How well kg reads articles that its decisions were not learned from, beside the aims and the recorded figures.

    python -m bench.unseen [--quick] [--folds N] [--all | --aside] [--curve] [--without PART ...] [--write]

The decisions are trained anew on the articles of `seeds/` and `bench/articles/`, those of one dispute together in one
fold, and each article is read by decisions that have not seen it. A fifth of the articles is kept aside: it is read
only with `--aside`, by decisions of all the others, or when `--all` takes it in. Beside them stand the real articles
of `../shared/real-dev`, which nothing is learned from. A figure that is worse by more than 0.01 than the one in
`bench/reading.json` makes the command fail. `--quick` trains nothing: it reads the real articles and the three
stories with the decisions that come with kg."""
