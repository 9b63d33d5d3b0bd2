wireprint --db sample.db explain --json times-0305-1 ledger-0305-1
wireprint --db sample.db explain --tsv ledger-0304-1 herald-0304-1
wireprint --db sample.db explain --tsv --part facts ledger-0304-1 times-0305-2
wireprint --db sample.db explain --json --part furniture ledger-0304-1 times-0305-2
