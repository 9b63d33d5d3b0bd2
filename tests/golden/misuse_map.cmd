wireprint add --map headline=h samples/crawl.jsonl
wireprint add --map text samples/crawl.jsonl
ls
