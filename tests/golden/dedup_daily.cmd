wireprint dedup --quiet --db had.db samples/crawl.jsonl | wc -l
wireprint dedup --db had.db samples/crawl.jsonl | wc -l
wireprint dedup --db sample.db --quiet --drop-list dropped.tsv samples/crawl.jsonl
head -n 2 dropped.tsv
