wireprint help sites
