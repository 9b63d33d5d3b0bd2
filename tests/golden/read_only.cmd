# Not even root may write to a database in /dev/full's place, nor make one in
# a folder that is not there.
wireprint --db nowhere/new.db add --quiet samples/crawl.jsonl
echo $?
wireprint --db /dev/null stats
