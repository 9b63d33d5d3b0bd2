export WIREPRINT_DB=sample.db
wireprint add --quiet --agencies samples/agencies.txt samples/later.jsonl
wireprint spread 21
for part in story versions changes copies curve; do
    wireprint spread 21 --part $part --json
done
wireprint spread 21 --part curve --by day --tsv
wireprint spread 21 --part versions --tsv | cut -f 1-8
