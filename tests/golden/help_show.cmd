wireprint help show
