wireprint export
echo $?
wireprint export sites
echo $?
wireprint export pairs --since 2024-03-04
echo $?
wireprint export articles --format xml
echo $?
wireprint export articles
echo $?
