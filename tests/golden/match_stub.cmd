wireprint --db sample.db show 2
cat > wall.txt <<'END'
Just a moment
One moment please: we are making sure that this request comes from a reader and not from a program.
Your browser did not answer the short test that our page sends along. That happens where scripts are blocked, where cookies are refused, or where many requests come from one address in a short time. Allow scripts and cookies for this site, then load the page afresh. If the message stays, write to our readers' desk and name the reference below so that we can find the cause.
Reference: 1111-2222
END
wireprint --db sample.db match wall.txt
