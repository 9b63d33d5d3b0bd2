# Not even the tables of a new database fit; once there is room, they do.
(
    ulimit -f 100
    wireprint --db new.db add --quiet samples/crawl.jsonl
    echo $?
)
wireprint --db new.db add --quiet samples/crawl.jsonl
wireprint --db new.db members --tsv | cut -f 1 | sort -u | wc -l
