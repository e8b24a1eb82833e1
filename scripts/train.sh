#!/usr/bin/env bash
# Train what ships, from the bare encoder to the model's folder and the weights of the decision.
#
#     scripts/train.sh WORK [SHARED]
#
# Three taggers, each taught by the one before: 12 layers (silver labels by rules and gazetteer), 6 layers (silver labels
# by the whole library with the first in it), and 6 layers that read words from the third layer on (the same silver labels):
# the last one ships. Every stage is kept under WORK, so that a run that was stopped goes on where it was; several hours
# on two CPU cores. Needs torch and the extra [training]; PYTHON is the interpreter to use.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$1 shared=${2:-../shared} python=${PYTHON:-.venv/bin/python}

tagger() { "$python" -m arabic_conflict_ner.training.tagger --shared "$shared" "$@" >>"$work/log" 2>&1; }
export_() {
    local of=$1
    shift
    "$python" -m arabic_conflict_ner.training.export "$of.pt" --shared "$shared" --out "$of" "$@" >>"$work/log" 2>&1
}
decision() { "$python" -m arabic_conflict_ner.training.decision --shared "$shared" "$@" >>"$work/log" 2>&1; }

mkdir -p "$work"/{twelve,six,words}
tagger --work "$work/twelve"
export_ "$work/twelve/final"

six=(--layers 0 2 4 6 8 11)
tagger --work "$work/six" --teacher "$work/twelve" "${six[@]}" --silver-paragraphs 20000 --silver-epochs 2 --gold-epochs 3

words=(--layers 0 1 2 3 4 5 --pooled-after 2)
cp --update=none "$work/six/silver.jsonl" "$work/words/"
tagger --work "$work/words" --teacher "$work/six" "${words[@]}" --silver-epochs 2 --gold-epochs 3
for part in fold-0 fold-1 final; do export_ "$work/words/$part" "${words[@]}"; done

cp "$work"/words/final/{network.onnx,tokenizer.json,meta.json} arabic_conflict_ner/model/default/
decision --folds "$work/words" # mentions/weights_tagged.json
decision                       # mentions/weights.json
echo "done; write the scores into meta.json: python -m arabic_conflict_ner.training.facts --help"
