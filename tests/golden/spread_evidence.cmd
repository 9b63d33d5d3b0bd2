export WIREPRINT_DB=sample.db
grep '"ledger-0305-1"' samples/crawl.jsonl |
    sed 's/"title": *"/&UPDATE 2-/; s/CORRECTION: /URGENT - &/' > again.jsonl
wireprint add --quiet again.jsonl
wireprint spread 6 --part evidence --tsv | cut -f 2-13
wireprint spread 6 --part evidence --json | tail -n 1
wireprint spread 6 --part versions --tsv | cut -f 2,8-14
wireprint spread 6 --part evidence
