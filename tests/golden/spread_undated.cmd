text='The harbour at Brenn reopened today after a week of rain and of storms, the mayor said.'
printf '{"id": "%s", "site": "%s", "title": "%s", "text": "%s"}\n' \
    a xn--brenn-9qa.example '</script> red \u001b[31m turned \u202egnorw' "$text" \
    b b.example '\ud83d\ude00' "$text" > undated.jsonl
wireprint add --quiet undated.jsonl
wireprint spread 1 | cat -v
wireprint spread 1 --part story --json
wireprint spread 1 --json | cat -v
wireprint spread 1 --part curve --tsv
wireprint show 1 --json --part story
wireprint sites --tsv
