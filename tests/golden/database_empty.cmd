: > none.db
wireprint --db none.db stories
echo $?
wireprint --db none.db rebuild
echo $?
wireprint --db none.db add --quiet samples/pages/treaty-courier.txt
wireprint --db none.db members --tsv | tail -n +2 | cut -f 2-
