-- KEYS session entries parked; ARGV epoch attachment version head upTo bytes. Answers how it went, and the last entry.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'version', 'detached', 'parkedUpTo', 'last')
if s[1] ~= ARGV[1] or s[2] ~= ARGV[2] or s[3] ~= ARGV[3] or not s[4] or s[5] then
  return {1, 0}
end
local upTo = tonumber(ARGV[5])
if upTo < 0 or upTo > tonumber(s[6]) then
  return {3, tonumber(s[6])}
end
local bytes, at = 0, 0
while at < upTo do
  local slice = redis.call('LRANGE', KEYS[2], at, math.min(at + 64, upTo) - 1)
  for i = 1, #slice do
    bytes = bytes + #slice[i]
  end
  at = at + #slice
end
if upTo > 0 then
  redis.call('LTRIM', KEYS[2], upTo, -1)
end
redis.call('SET', KEYS[3], ARGV[6])
redis.call('HSET', KEYS[1], 'head', ARGV[4], 'parkedUpTo', upTo, 'parkedBytes', bytes)
redis.call('HINCRBY', KEYS[1], 'version', 1)
local left = redis.call('PTTL', KEYS[1])
if left > 0 then
  redis.call('PEXPIRE', KEYS[3], left)
end
return {0, 0}
