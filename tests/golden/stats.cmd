wireprint --db sample.db stats --json |
    sed -E 's/("(file_bytes|text_stored|posting_bytes|signature_bytes)":)[0-9]+/\1#/g'
