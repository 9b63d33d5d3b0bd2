wireprint help
