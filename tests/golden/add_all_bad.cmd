echo '{"id": 1}' | wireprint add --quiet -
