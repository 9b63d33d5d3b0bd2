wireprint add samples/crawl.jsonl
wireprint add samples/crawl.jsonl
