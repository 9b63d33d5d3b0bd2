export WIREPRINT_DB=sample.db
wireprint uncredited --agency reuters
wireprint uncredited --site calloway-star.example --json --limit 2
wireprint uncredited --since 2024-03-07 --tsv | cut -f 1-3,7-12
wireprint uncredited --agency upi
