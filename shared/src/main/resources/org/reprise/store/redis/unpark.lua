-- KEYS session entries parked; ARGV epoch attachment bytes valid, then the entries. Answers how it went, and two numbers.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'parkedUpTo', 'parkedBytes')
if s[1] ~= ARGV[1] then
  return {-1, 0, 0}
end
if s[2] ~= ARGV[2] then
  return {-2, tonumber(s[2]), 0}
end
if not s[3] then
  return {3, 0, 0}
end
if tonumber(s[3]) ~= #ARGV - 4 or s[4] ~= ARGV[3] or ARGV[4] ~= '1' then
  return {4, tonumber(s[3]), tonumber(s[4])}
end
for i = #ARGV, 5, -1 do
  redis.call('LPUSH', KEYS[2], ARGV[i])
end
redis.call('DEL', KEYS[3])
redis.call('HDEL', KEYS[1], 'parkedUpTo')
redis.call('HSET', KEYS[1], 'parkedBytes', 0)
local left = redis.call('PTTL', KEYS[1])
if left > 0 then
  redis.call('PEXPIRE', KEYS[2], left)
end
return {0, 0, 0}
