-- KEYS session entries index parked; ARGV epoch attachment version head upTo bytes. Answers how it went, and the last entry. The
-- index stays whole: it tells the client's messages too.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'version', 'detached', 'parkedUpTo', 'tail')
if s[1] ~= ARGV[1] or s[2] ~= ARGV[2] or s[3] ~= ARGV[3] or not s[4] or s[5] then
  return {1, 0}
end
local upTo, last = tonumber(ARGV[5]), struct.unpack('>I4', s[6])
if upTo < 0 or upTo > last then
  return {3, last}
end
local left = redis.call('GETRANGE', KEYS[2], endOf(KEYS[3], upTo), -1)
redis.call('DEL', KEYS[2])
if #left > 0 then
  redis.call('SET', KEYS[2], left)
end
redis.call('SET', KEYS[4], ARGV[6])
redis.call('HSET', KEYS[1], 'head', ARGV[4], 'parkedUpTo', upTo)
redis.call('HINCRBY', KEYS[1], 'version', 1)
local millis = redis.call('PTTL', KEYS[1])
if millis > 0 then
  redis.call('PEXPIRE', KEYS[2], millis)
  redis.call('PEXPIRE', KEYS[4], millis)
end
return {0, 0}
