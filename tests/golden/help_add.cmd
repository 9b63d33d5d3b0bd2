wireprint help add
