echo 'Scientists think
bright light prompts the retina to release' > line.txt
wireprint --db sample.db match line.txt
echo
wireprint --db sample.db match --scan line.txt
wireprint --db none.db add --quiet --no-text samples/crawl.jsonl
wireprint --db none.db match --scan line.txt
