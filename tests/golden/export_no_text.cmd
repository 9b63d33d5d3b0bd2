wireprint --db bare.db add -q --no-text samples/pages
wireprint --db bare.db export articles | head -1
