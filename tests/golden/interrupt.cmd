mkfifo pipe
(cat samples/crawl.jsonl; exec sleep 30) > pipe &
writer=$!
wireprint --db new.db add --batch 10 --quiet pipe &
program=$!
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    sleep 0.5
    [ "$(wireprint --db new.db members --tsv 2> /dev/null | wc -l)" -lt 91 ] || break
done
kill -TERM $program
wait $program
echo $?
kill $writer
wireprint --db new.db members --tsv | wc -l
wireprint --db new.db stats | grep -e '^articles' -e '^not yet'
wireprint --db new.db check
