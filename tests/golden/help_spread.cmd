wireprint help spread
