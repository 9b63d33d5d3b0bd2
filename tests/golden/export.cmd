export WIREPRINT_DB=sample.db
wireprint export articles --site dunhaven-echo.example --until 2024-03-04 | cut -c 1-700
wireprint export articles --format csv --site www.dunhaven-echo.example --since 2024-03-08 | tail -n 3
wireprint export stories --since 2024-03-08
wireprint export pairs --format csv | head -3
wireprint export members | head -3
wireprint export members --format csv | tr -d '\r' | tr , '\t' > csv
wireprint members --tsv | cmp - csv
