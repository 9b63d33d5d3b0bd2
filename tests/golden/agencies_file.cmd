wireprint agencies --agencies samples/agencies.txt
printf 'extend dpa\ntoken dpaX\nagency zed Zed\ncountry zz\nsite zed.example\n' >own.txt
wireprint agencies --agencies own.txt --json
wireprint agencies --agencies own.txt --all --tsv | grep "^zed\|^kyodo"
wireprint agencies --agencies /dev/null
wireprint agencies --agencies own.txt dpa
ls
