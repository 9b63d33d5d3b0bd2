wireprint add --json samples/pages
