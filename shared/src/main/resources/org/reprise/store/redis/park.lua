-- KEYS session entries ends parked; ARGV epoch attachment version head upTo bytes. Answers how it went, and the last entry.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'version', 'detached', 'parkedUpTo', 'last')
if s[1] ~= ARGV[1] or s[2] ~= ARGV[2] or s[3] ~= ARGV[3] or not s[4] or s[5] then
  return {1, 0}
end
local upTo = tonumber(ARGV[5])
if upTo < 0 or upTo > tonumber(s[6]) then
  return {3, tonumber(s[6])}
end
local bytes = 0
if upTo > 0 then
  bytes = struct.unpack('>I4', redis.call('GETRANGE', KEYS[3], upTo * 4 - 4, upTo * 4 - 1))
  for i, from in ipairs({bytes, upTo * 4}) do
    local left = redis.call('GETRANGE', KEYS[i + 1], from, -1)
    redis.call('DEL', KEYS[i + 1])
    if #left > 0 then
      redis.call('SET', KEYS[i + 1], left)
    end
  end
end
redis.call('SET', KEYS[4], ARGV[6])
redis.call('HSET', KEYS[1], 'head', ARGV[4], 'parkedUpTo', upTo, 'parkedBytes', bytes)
redis.call('HINCRBY', KEYS[1], 'version', 1)
local left = redis.call('PTTL', KEYS[1])
if left > 0 then
  for i = 2, #KEYS do
    redis.call('PEXPIRE', KEYS[i], left)
  end
end
return {0, 0}
