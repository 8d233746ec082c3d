-- KEYS session; ARGV epoch attachment head.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment')
if s[1] ~= ARGV[1] then
  return {-1, 0}
end
if s[2] ~= ARGV[2] then
  return {-2, tonumber(s[2])}
end
redis.call('HSET', KEYS[1], 'head', ARGV[3])
redis.call('HINCRBY', KEYS[1], 'version', 1)
return {0, 0}
