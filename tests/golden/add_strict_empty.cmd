printf '{"id": "a", "text": "?!"}\n' | wireprint add --quiet --strict -
