wireprint help stats
