wireprint --db sample.db stories --text xyzzy
echo $?
wireprint --db sample.db stories --text xyzzy --tsv
wireprint --db sample.db stories --text xyzzy --json
