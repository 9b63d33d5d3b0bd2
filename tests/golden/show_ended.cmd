export WIREPRINT_DB=sample.db
wireprint remove $(wireprint members --tsv | awk -F '\t' '$2 == 1 { print $1 }') > /dev/null
wireprint show 1
echo $?
wireprint log 1
wireprint show 1000
echo $?
