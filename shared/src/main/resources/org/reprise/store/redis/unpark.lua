-- KEYS session entries index parked; ARGV epoch attachment count bytes valid, then the entries. Answers how it went, and two
-- numbers; if it went well, since when the session is detached.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'parkedUpTo', 'detached')
if s[1] ~= ARGV[1] then
  return {-1, 0, 0}
end
if s[2] ~= ARGV[2] then
  return {-2, tonumber(s[2]), 0}
end
if not s[3] then
  return {3, 0, 0}
end
local bytes = endOf(KEYS[3], tonumber(s[3]))
if s[3] ~= ARGV[3] or bytes ~= tonumber(ARGV[4]) or ARGV[5] ~= '1' then
  return {4, tonumber(s[3]), bytes}
end
if bytes > 0 then
  redis.call('SET', KEYS[2], ARGV[6] .. redis.call('GETRANGE', KEYS[2], 0, -1))
end
redis.call('DEL', KEYS[4])
redis.call('HDEL', KEYS[1], 'parkedUpTo')
local left = redis.call('PTTL', KEYS[1])
if left > 0 then
  redis.call('PEXPIRE', KEYS[2], left)
end
return {0, s[4] or ''}
