: > none.db
export WIREPRINT_DB=none.db
for command in sites uncredited stale; do
    wireprint $command
    echo $?
    wireprint $command --tsv
done
