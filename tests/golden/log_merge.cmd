words() # FROM: 80 made words
{
    awk -v from="$1" 'BEGIN {
        for (i = from; i < from + 80; i++)
            printf "%c%c%c%s", 97 + i % 26, 97 + i * 7 % 26, 97 + i / 26,
                i % 20 == 19 ? ".\\n" : " " }'
}
page() # ID TEXT
{
    printf '{"id": "%s", "site": "%s.example", "text": "%s"}\n' "$1" "$1" "$2"
}
a=$(words 0) b=$(words 200)
for i in a b; do page $i "$a"; done > parts.jsonl
for i in c d; do page $i "$b"; done >> parts.jsonl
for i in e f g h; do page $i "$a $b"; done > whole.jsonl
wireprint add --quiet parts.jsonl
wireprint add --quiet whole.jsonl
wireprint log 2
wireprint spread 2 | head -n 2
wireprint remove e f g h > removed
wireprint log 1 --tsv
wireprint log 3 --json
