wireprint help help
