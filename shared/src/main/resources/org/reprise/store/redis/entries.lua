-- Before the scripts that look for entries; of the index see append.lua. Answers where an entry ends.
local function endOf(index, entry)
  if entry == 0 then
    return 0
  end
  return struct.unpack('>I4', redis.call('GETRANGE', index, entry * 4 - 4, entry * 4 - 1)) % 2147483648
end

-- Answers the index of the entries in (after, upTo] and of the one before, and their bytes: no more than `most` unless they are
-- `least` entries, and of no more than 4096 entries. The bytes before `base` are not in the key.
local function entries(index, bytes, after, upTo, base, most, least)
  local count = math.min(upTo - after, 4096)
  local part = redis.call('GETRANGE', index, math.max(after * 4 - 4, 0), (after + count) * 4 - 1)
  if after == 0 then
    part = '\0\0\0\0' .. part
  end
  local function endOfPart(entry)
    return struct.unpack('>I4', part, entry * 4 + 1) % 2147483648
  end
  local start = endOfPart(0)
  if endOfPart(count) - start > most then
    local fits, large = least, count
    while large - fits > 1 do
      local middle = math.floor((fits + large) / 2)
      if endOfPart(middle) - start > most then
        large = middle
      else
        fits = middle
      end
    end
    count = fits
  end
  if count == 0 then
    return '', ''
  end
  return string.sub(part, 1, count * 4 + 4), redis.call('GETRANGE', bytes, start - base, endOfPart(count) - base - 1)
end
