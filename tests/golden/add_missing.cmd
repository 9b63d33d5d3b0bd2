wireprint add nowhere.jsonl
echo $?
ls
wireprint add -q nowhere.jsonl samples/pages/treaty-courier.txt
echo $?
wireprint members --tsv | wc -l
