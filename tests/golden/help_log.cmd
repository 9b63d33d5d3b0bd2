wireprint help log
