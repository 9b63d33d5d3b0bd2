wireprint --db sample.db pairs --relation same
wireprint --db sample.db pairs --min-resemblance 0.8 --tsv | head -n 4
wireprint --db sample.db pairs --article nobody
