cat samples/crawl.jsonl samples/crawl.jsonl > twice.jsonl
wireprint dedup twice.jsonl --drop-list dropped.tsv > clean.jsonl
wc -l < clean.jsonl
head -n 6 dropped.tsv
