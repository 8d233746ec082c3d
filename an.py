import sys,collections
t=0;c=collections.Counter();d=collections.Counter()
for l in open(sys.argv[1]):
    st,n=l.rsplit(' ',1); n=int(n)
    fr=st.split(';')
    if not any('decode_' in x for x in fr): continue
    t+=n
    cls=fr[-1]
    site=[x for x in fr if 'reprise' in x and 'jmh' not in x]
    c[(cls)]+=n; d[(cls,site[-1].split('/')[-1] if site else '')]+=n
for k,v in c.most_common(14): print('%5.1f%% %s'%(100*v/t,k))
print()
for k,v in d.most_common(26): print('%5.1f%% %s'%(100*v/t,k))
