wireprint --db none.db stories
wireprint --db none.db check
wireprint --db none.db rebuild
wireprint --db none.db remove a
WIREPRINT_DB=env.db wireprint stats
ls
