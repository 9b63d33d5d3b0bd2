wireprint --db sample.db explain times-0305-1 times-0305-1
echo $?
wireprint --db sample.db explain times-0305-1 nobody
