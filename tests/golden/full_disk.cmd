wireprint --db sample.db members > /dev/full
echo $?
wireprint help > /dev/full
echo $?
wireprint --db sample.db members --tsv >&-
echo $?
