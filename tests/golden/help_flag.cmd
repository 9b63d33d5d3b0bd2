wireprint log --help
wireprint --help | head -n 4
wireprint stories -h | head -n 1
