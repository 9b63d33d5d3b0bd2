head -n 20 samples/crawl.jsonl > some.jsonl
wireprint --db bare.db add --quiet --no-text some.jsonl > added.txt
wireprint --db bare.db rebuild --agencies samples/agencies.txt
wireprint --db bare.db rebuild | head -n 1
wireprint --db bare.db uncredited --json --limit 2 | cut -d , -f 1-16
wireprint --db bare.db spread 1 --json --part versions
wireprint --db bare.db spread 1 --tsv | cut -f 2,9-19 | head -n 3
