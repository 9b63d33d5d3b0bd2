printf '%s\n' '{"id": "a\tb", "site": "a.example", "title": "red \u001b[31m turned \u202egnorw \u0007", "text": "The harbour at Brenn reopened today after a week of rain and of storms, the mayor said."}' \
    '{"id": "c", "site": "c.example", "title": "red \u001b[31m turned \u202egnorw", "text": "The harbour at Brenn reopened today after a week of rain and of storms, the mayor said."}' > evil.jsonl
wireprint add -q evil.jsonl
wireprint show 1 | cat -v
wireprint stories --tsv | cat -v
wireprint show 1 --json | cat -v
