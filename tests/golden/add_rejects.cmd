cat > bad.jsonl <<'END'
{"id": "good", "text": "The harbour at Brenn reopened today after a week."}
{"id": "broken", "text": "The harb
{"id": "number", "text": 7}
{"id": "none"}
{"id": "empty", "text": "?!"}
{"id": "date", "text": "The ferry sails again.", "published": "soon"}
["not", "an", "object"]
{"id": "cut", "text": "The file ends he
END
wireprint add bad.jsonl
wireprint members --tsv
