for format in jsonl csv; do
    wireprint --db sample.db export articles --format $format -o articles
    wireprint --db $format.db add -q articles
    for what in articles members pairs stories; do
        wireprint --db sample.db export $what > before
        wireprint --db $format.db export $what > after
        cmp before after && wc -l < after
    done
    rm articles
done
ls | grep -v db
