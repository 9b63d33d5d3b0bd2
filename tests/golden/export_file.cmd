export WIREPRINT_DB=sample.db
echo kept > members.csv
(ulimit -f 100; wireprint export articles -o members.csv)
echo $?
cat members.csv
wireprint export members -o members.csv && grep -c . members.csv
wireprint export members -o /dev/full
echo $?
wireprint export members -o no/where
echo $?
wireprint export members > /dev/full
echo $?
wireprint export members -o - | wc -l
ls | grep -v db
