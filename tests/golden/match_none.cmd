echo 'Nobody ever wrote this before about purple walnuts in the attic of a lighthouse.' |
    wireprint --db sample.db match -
echo $?
: | wireprint --db sample.db match -
echo $?
wireprint --db sample.db match nowhere.txt
echo $?
wireprint --db sample.db match samples/truth.tsv samples/crawl.jsonl
