wireprint help members
