head -c 20000 sample.db > cut.db
wireprint --db cut.db check > said 2>&1
echo $?
test -s said && echo 'said so'
