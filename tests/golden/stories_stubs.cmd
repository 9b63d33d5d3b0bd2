wireprint --db sample.db stories --stubs
wireprint --db sample.db stories --stubs --json
wireprint --db sample.db stories --tsv --limit 0 | grep -c 'Just a moment'
wireprint --db sample.db stories --stubs --site wexmoor-dispatch.example
