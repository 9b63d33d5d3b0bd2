export WIREPRINT_DB=sample.db
for command in agencies 'sites --agency' 'uncredited --agency' 'stale --agency' \
    'report -o report.html --agency'; do
    wireprint $command reuter
    echo $?
done
ls report.html 2>/dev/null
wireprint stale --agency 'the associated press'
wireprint stale --agency apx
wireprint stale --agency ''
wireprint agencies nosuch
wireprint stale --agency REUTERS --tsv | cut -f 1-3
wireprint add --quiet --agencies samples/agencies.txt samples/later.jsonl
: > none.txt
wireprint add --quiet --agencies none.txt samples/later.jsonl
wireprint sites --agency tarnwire --tsv | cut -f 1-3 | head -n 2
wireprint rebuild > rebuilt.txt 2>&1
wireprint sites --agency tarnwire
