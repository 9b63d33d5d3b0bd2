(
    ulimit -f 600
    wireprint --db new.db add --quiet samples/crawl.jsonl
    echo $?
)
wireprint --db new.db check
wireprint --db new.db add --quiet samples/crawl.jsonl
wireprint --db new.db members --tsv | wc -l
