WIREPRINT_DB=news.db wireprint help stats | grep default
wireprint --db other.db help stats | grep default
