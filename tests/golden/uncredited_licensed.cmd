export WIREPRINT_DB=sample.db
cat > customers.tsv <<'END'
# who may run what
AP	www.northgate-ledger.example
https://kestrel-city-times.example/about   # all of them

END
wireprint uncredited --licensed customers.tsv --agency ap --tsv | cut -f 1-3,7-8
printf 'a.example\n\nnobody\tb.example\n' > bad.tsv
wireprint uncredited --licensed bad.tsv
echo $?
printf 'a.example\nThe Times\n' > bad.tsv
wireprint uncredited --licensed bad.tsv
echo $?
printf 'ap\t\n' > bad.tsv
wireprint uncredited --licensed bad.tsv
echo $?
printf 'a.example\0\n' > bad.tsv
wireprint uncredited --licensed bad.tsv
echo $?
printf '# none\n' > bad.tsv
wireprint uncredited --licensed bad.tsv
echo $?
wireprint uncredited --licensed none.tsv
