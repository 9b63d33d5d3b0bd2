wireprint dedup --by story --keep longest --drop-list dropped.tsv samples/crawl.jsonl > clean.jsonl
wc -l < clean.jsonl
cut -f 1,5,9- dropped.tsv | head -n 12
