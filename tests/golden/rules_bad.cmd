for set in link lnk=0.4 nothing-like-it=1 link=7 link= =1 link=-1 link=0x1 \
    link=1e-1 link=nan link=0.3.1 'link=0.3 '; do
    wireprint --db sample.db rules "$set"
    echo $?
done
wireprint --db sample.db rules link=0.9 places=1
wireprint --db sample.db rules --tsv | grep '^link	'
wireprint --db none.db rules
