wireprint --db sample.db members --tsv > before
wireprint --db sample.db rules link=0.9 furniture-days=100
wireprint --db sample.db rules --tsv | grep -e '^link	' -e '^furniture-days'
wireprint --db sample.db members --tsv | cmp -s - before || echo different
wireprint --db sample.db check
wireprint --db sample.db rules link=default furniture-days=default --json
wireprint --db sample.db rules --json | grep '"link"'
wireprint --db sample.db check
