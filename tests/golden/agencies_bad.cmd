printf '# mine\nagency zed Zed\nnane Zed Wire\n' >bad.txt
for command in agencies 'add samples/crawl.jsonl' rebuild; do
    wireprint --db sample2.db $command --agencies bad.txt
    echo $?
done
wireprint agencies --agencies nosuch.txt
echo $?
wireprint agencies --agencies .
echo $?
wireprint agencies
echo $?
wireprint agencies one two
