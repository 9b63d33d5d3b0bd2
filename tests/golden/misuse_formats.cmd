wireprint --db sample.db members --json --tsv
echo $?
wireprint --db sample.db members --tsv --json
echo $?
wireprint --db sample.db members --tsv --tsv | head -1
wireprint --db sample.db show 1 --part story
echo $?
wireprint --db sample.db explain times-0305-1 ledger-0305-1 --part facts
echo $?
