-- KEYS session entries index parked, and attachedBy if it is on this server; ARGV now node member, and of a claim the owner
-- epoch lastSequence mostBytes, which is empty if the first entries are read by another command and only their index is asked
-- for. Answers nothing if there is no session, and the attachment 0 if it does not fit the claim.
local s = redis.call('HMGET', KEYS[1], 'owner', 'epoch', 'tail', 'version', 'head', 'detached', 'parkedUpTo', 'expires', 'node')
if not s[1] or (s[8] and ARGV[1] >= s[8]) then
  return {}
end
local last, has = struct.unpack('>I4', s[3]), 0
if ARGV[4] then
  has = s[2] == ARGV[5] and tonumber(ARGV[6]) or 0
  if s[1] ~= ARGV[4] or has > last then
    return {0, s[1], s[2], s[3], s[4], s[5]}
  end
end
if s[6] or s[9] ~= ARGV[2] then
  -- Not the one that is attached by the same process already.
  if KEYS[5] then
    redis.call('SADD', KEYS[5], ARGV[3])
  end
  redis.call('HSET', KEYS[1], 'node', ARGV[2])
end
local number = redis.call('HINCRBY', KEYS[1], 'attachment', 1)
if s[6] then
  redis.call('HDEL', KEYS[1], 'detached', 'expires')
  for i = 1, 4 do
    redis.call('PERSIST', KEYS[i])
  end
end
local parked, index, bytes = '', '', ''
if s[7] then
  parked = redis.call('GET', KEYS[4]) or ''
elseif ARGV[7] == '' then
  index = '\0\0\0\0' .. redis.call('GETRANGE', KEYS[3], 0, math.min(last, 4096) * 4 - 1)
elseif ARGV[4] and has < last then
  index, bytes = entries(KEYS[3], KEYS[2], has, last, 0, tonumber(ARGV[7]), 0)
end
return {number, s[1], s[2], s[3], s[4], s[5], s[6] or '', s[7] or '', parked, index, bytes}
