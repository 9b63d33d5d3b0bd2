wireprint --db sample.db agencies reuters | head -n 12
wireprint --db sample.db agencies 'the associated press' --json | cut -d , -f 1-10
wireprint --db sample.db agencies dpa --tsv | cut -c 1-126
wireprint --db sample.db agencies nosuch
