wireprint --db sample.db spread 6
wireprint --db sample.db spread 1 --by day | tail -n 7
