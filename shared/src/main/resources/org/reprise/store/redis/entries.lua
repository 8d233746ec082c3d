-- Before the scripts that read entries. ends has where each entry ends, in 4 bytes, counted from the session's first byte; first
-- and base are the last entry and the last byte that are not in the keys. Answers where the entries in (after, upTo] end, with the
-- end of the one before, and their bytes: no more than `most` unless they are `least` entries, and of no more than 4096 entries.
local function entries(ends, bytes, after, upTo, first, base, most, least)
  local count = math.min(upTo - after, 4096)
  local from = (after - first) * 4
  local index = redis.call('GETRANGE', ends, math.max(from - 4, 0), from + count * 4 - 1)
  if from == 0 then
    index = struct.pack('>I4', base) .. index
  end
  local function endOf(entry)
    return (struct.unpack('>I4', index, entry * 4 + 1))
  end
  local start = endOf(0)
  if endOf(count) - start > most then
    local fits, large = least, count
    while large - fits > 1 do
      local middle = math.floor((fits + large) / 2)
      if endOf(middle) - start > most then
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
  return string.sub(index, 1, count * 4 + 4), redis.call('GETRANGE', bytes, start - base, endOf(count) - base - 1)
end
