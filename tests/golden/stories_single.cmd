wireprint --db one.db add --quiet samples/pages/treaty-courier.txt
wireprint --db one.db stories
wireprint --db one.db stories --stubs
wireprint --db one.db stories --min-sites 2
