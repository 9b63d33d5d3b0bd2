wireprint --db sample.db match samples/pages/treaty-courier.txt
wireprint --db sample.db match --limit 1 --json samples/pages/treaty-courier.txt
gzip -c samples/pages/treaty-observer.txt | wireprint --db sample.db match --tsv --min-words 100 -
