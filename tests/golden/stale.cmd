export WIREPRINT_DB=sample.db
wireprint stale
wireprint stale --site pinecrest-tribune.example --json
wireprint stale --part changes --json
wireprint stale --agency ap
wireprint stale --part changes
