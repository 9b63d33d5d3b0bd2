cat > bad.jsonl <<'END'
{"id": "good", "text": "The harbour at Brenn reopened today after a week."}
{"id": "number", "text": 7}
{"id": "after", "text": "The ferry sails again from the old pier."}
END
wireprint add --quiet --strict bad.jsonl
