export WIREPRINT_DB=sample.db
wireprint sites --limit 4
wireprint sites --tsv alderney-courier.example https://www.northgate-ledger.example/
wireprint sites --json --agency afp
wireprint sites --json --part agencies --until 2024-03-04
wireprint sites nowhere.example
echo $?
wireprint sites --part agencies
