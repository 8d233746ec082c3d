-- KEYS session entries ends clients parked, and attachedBy if it is on this server; ARGV now node member, and of a claim the owner
-- epoch lastSequence mostBytes, which is empty if the first entries are read by another command and only their ends are asked for.
-- Answers nothing if there is no session, and the attachment 0 if it does not fit the claim.
local s = redis.call('HMGET', KEYS[1], 'owner', 'epoch', 'last', 'client', 'version', 'head', 'detached', 'parkedUpTo', 'expires',
  'node')
if not s[1] or (s[9] and ARGV[1] >= s[9]) then
  return {}
end
local last, has = tonumber(s[3]), 0
if ARGV[4] then
  has = s[2] == ARGV[5] and tonumber(ARGV[6]) or 0
  if s[1] ~= ARGV[4] or has > last then
    return {0, s[1], s[2], s[3], s[4], s[5], s[6]}
  end
end
if s[7] or s[10] ~= ARGV[2] then
  -- Not the one that is attached by the same process already.
  if KEYS[6] then
    redis.call('SADD', KEYS[6], ARGV[3])
  end
  redis.call('HSET', KEYS[1], 'node', ARGV[2])
end
local number = redis.call('HINCRBY', KEYS[1], 'attachment', 1)
if s[7] then
  redis.call('HDEL', KEYS[1], 'detached', 'expires')
  for i = 1, 5 do
    redis.call('PERSIST', KEYS[i])
  end
end
local parked, ends, bytes = '', '', ''
if s[8] then
  parked = redis.call('GET', KEYS[5]) or ''
elseif ARGV[7] == '' then
  ends = redis.call('GETRANGE', KEYS[3], 0, math.min(last, 4096) * 4 - 1)
elseif ARGV[4] and has < last then
  ends, bytes = entries(KEYS[3], KEYS[2], has, last, 0, 0, tonumber(ARGV[7]), 0)
end
return {number, s[1], s[2], s[3], s[4], s[5], s[6], s[7] or '', s[8] or '', parked, ends, bytes}
