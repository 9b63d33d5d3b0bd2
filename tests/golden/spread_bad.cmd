wireprint --db sample.db spread 2
echo $?
wireprint --db sample.db spread 999999
echo $?
wireprint --db sample.db spread six
echo $?
wireprint --db sample.db spread 6 --part curve
echo $?
wireprint --db sample.db spread 6 --by week
