wireprint --db new.db add --quiet --no-text samples/crawl.jsonl
wireprint --db new.db explain times-0305-1 ledger-0305-1
wireprint --db new.db explain --tsv --part facts times-0305-1 ledger-0305-1
wireprint --db new.db explain --tsv --part furniture times-0305-1 ledger-0305-1
wireprint --db new.db furniture
