-- KEYS session entries ends clients; ARGV epoch attachment clientMessageId bytes most. Answers what became of it, and a number.
-- Entries stand one after another in one string; ends has where each ends, counted from the session's first byte, in 4 bytes.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'last', 'client', 'bytes', 'detached')
if s[1] ~= ARGV[1] then
  return {-1, 0}
end
if s[2] ~= ARGV[2] then
  return {-2, tonumber(s[2])}
end
local id, client = tonumber(ARGV[3]), tonumber(s[4])
if id > 0 and id <= client then
  return {1, tonumber(redis.call('LINDEX', KEYS[4], id - 1))}
end
if id > client + 1 then
  return {2, client + 1}
end
local bytes = tonumber(s[5]) + #ARGV[4]
if bytes > tonumber(ARGV[5]) then
  return {3, bytes}
end
local last = tonumber(s[3]) + 1
redis.call('APPEND', KEYS[2], ARGV[4])
redis.call('APPEND', KEYS[3], struct.pack('>I4', bytes))
if id > 0 then
  redis.call('RPUSH', KEYS[4], last)
  client = id
end
redis.call('HSET', KEYS[1], 'last', last, 'client', client, 'bytes', bytes)
if s[6] then
  -- The agent of a client that is away: what is new goes when the rest does.
  local left = redis.call('PTTL', KEYS[1])
  if left > 0 then
    for i = 2, #KEYS do
      redis.call('PEXPIRE', KEYS[i], left)
    end
  end
end
return {0, last}
