wireprint --db sample.db add --shingle 4 samples/pages/treaty-courier.txt
