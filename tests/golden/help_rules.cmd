wireprint help rules
