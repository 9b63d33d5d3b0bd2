echo 'This is a letter, not a database; it is long enough to be one, though.' > letter.db
wireprint --db letter.db stories
echo $?
wireprint --db letter.db add -q samples/pages/treaty-courier.txt
echo $?
cat letter.db
