-- KEYS session entries ends clients parked; ARGV now node. Answers nothing if there is no session.
local s = redis.call('HMGET', KEYS[1], 'owner', 'epoch', 'last', 'client', 'version', 'head', 'expires', 'detached',
  'parkedUpTo')
if not s[1] or (s[7] and ARGV[1] >= s[7]) then
  return {}
end
local number = redis.call('HINCRBY', KEYS[1], 'attachment', 1)
redis.call('HDEL', KEYS[1], 'detached', 'expires')
redis.call('HSET', KEYS[1], 'node', ARGV[2])
for i = 1, #KEYS do
  redis.call('PERSIST', KEYS[i])
end
local parked = s[9] and redis.call('GET', KEYS[5]) or ''
return {number, s[1], s[2], s[3], s[4], s[5], s[6], s[8] or '', s[9] or '', parked}
