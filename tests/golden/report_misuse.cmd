wireprint --db sample.db report --limit few
wireprint --db sample.db report --story one
wireprint --db sample.db report page.html
wireprint --db sample.db report --story 4711 -o page.html
wireprint --db none.db report -o page.html
wireprint --db sample.db report -o nowhere/page.html
SOURCE_DATE_EPOCH=soon wireprint --db sample.db report -o page.html
find . -name '*.html*'
