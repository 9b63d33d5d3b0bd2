mkdir folder.db
wireprint --db folder.db stats
