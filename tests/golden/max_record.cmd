printf '{"id": "a", "text": "%01100d"}\n{"id": "b", "text": "short"}\n' 7 > long.jsonl
wireprint add -q --max-record 1K long.jsonl
wireprint add -q --max-record 2K long.jsonl
wireprint members --tsv
for size in 0 2G 1.5M K 1024k 99999999999999999999G 18014398509481985K; do
    wireprint add --max-record $size long.jsonl 2>&1 | head -1
done
