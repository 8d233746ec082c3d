import sys,collections
t=0;leaf=collections.Counter();inc=collections.Counter();own=collections.Counter()
for l in open(sys.argv[1]):
    st,n=l.rsplit(' ',1); n=int(n); fr=[x.split('/')[-1] for x in st.split(';')]
    if not any('decode_' in x or 'encode_' in x for x in fr): continue
    t+=n; leaf[fr[-1]]+=n
    for x in set(fr): inc[x]+=n
    o=[x for x in fr if not x.startswith('java') and ('Binary' in x or 'Ordered' in x or 'Pile' in x or 'Value' in x or 'context' in st and x[0].isupper() and '$' not in x and '.' in x)]
    own[o[-1] if o else '']+=n
for name,c in (('leaf',leaf),('inclusive',inc),('last own frame',own)):
    print('--',name)
    for k,v in c.most_common(26): print('%5.1f%% %s'%(100*v/t,k))
