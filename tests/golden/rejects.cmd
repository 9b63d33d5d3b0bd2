cat > bad.jsonl <<'END'
{"id": "good", "text": "The harbour at Brenn reopened today after a week."}
{"id": "broken", "text": "The harb
{"id": "number", "text": 7}
{"id": "none"}
{"id": "empty", "url": "https://alder.example/1", "text": "?!"}
["not", "an", "object"]
END
printf '{"id": "Caf\351"}\n{"id": "long", "text": "%090d"}\n' 7 >> bad.jsonl
echo '?!' > empty.txt
wireprint add --json --max-record 100 --rejects rejects.jsonl bad.jsonl empty.txt nothing.jsonl
echo $?
cat rejects.jsonl
wireprint add -q --rejects rejects.jsonl bad.jsonl 2> /dev/null
wc -l < rejects.jsonl
wireprint add -q --rejects no/where bad.jsonl
echo $?
wireprint add -q --rejects /dev/full bad.jsonl 2> errors
echo $?
grep full errors
wireprint members --tsv
