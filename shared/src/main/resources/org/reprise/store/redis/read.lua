-- KEYS session entries index; ARGV epoch attachment after upTo mostBytes. Without attachment the newest is not asked for; without
-- upTo it is the last. Answers how it went, two numbers, the index of the entry before and of each entry, and entries of at most
-- so many bytes, but one at least.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'tail', 'parkedUpTo')
if s[1] ~= ARGV[1] then
  return {-1, 0, 0}
end
if ARGV[2] ~= '' and s[2] ~= ARGV[2] then
  return {-2, tonumber(s[2]), 0}
end
local after, last, parked = tonumber(ARGV[3]), struct.unpack('>I4', s[3]), tonumber(s[4] or '0')
local upTo = ARGV[4] == '' and last or tonumber(ARGV[4])
if after < parked or after > upTo or upTo > last then
  return {3, parked, last}
end
local index, bytes = '', ''
if after < upTo then
  index, bytes = entries(KEYS[3], KEYS[2], after, upTo, endOf(KEYS[3], parked), tonumber(ARGV[5]), 1)
end
return {0, parked, last, index, bytes}
