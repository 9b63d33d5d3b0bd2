wireprint dedup samples/pages/treaty-courier.txt
wireprint dedup -o clean.jsonl samples/crawl.jsonl samples/pages/treaty-courier.txt
ls clean.jsonl* 2> /dev/null
wireprint dedup --quiet samples/crawl.jsonl > /dev/full
wireprint dedup --quiet -o samples/crawl.jsonl samples/crawl.jsonl
