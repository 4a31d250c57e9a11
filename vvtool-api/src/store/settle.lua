-- What became of points that reserve.lua has kept: they are no more, and so many are spent now.
-- KEYS: as there. ARGV: 1-2 the minute and the quarter of an hour in which they were kept, 3 points, 4 spent, 5 now in us (tests only)
local clock = redis.call('TIME')
local now = math.floor((tonumber(ARGV[5]) or clock[1] * 1000000 + clock[2]) / 1000000)
local points, spent = tonumber(ARGV[3]), tonumber(ARGV[4])

local function settle(key, letter, number, length)
  local known = tonumber(redis.call('HGET', key, letter .. number))
  if known then
    local left = math.max(known - points, 0)
    if left > 0 then redis.call('HSET', key, letter .. number, string.format('%.0f', left))
    else redis.call('HDEL', key, letter .. number) end
  end
  if spent > 0 then
    redis.call('HINCRBY', key, letter .. string.format('%.0f', math.floor(now / length)), string.format('%.0f', spent))
    redis.call('PEXPIRE', key, 90000000)
  end
end

settle(KEYS[1], 'h', ARGV[1], 60)
settle(KEYS[1], 'd', ARGV[2], 900)
settle(KEYS[2], 'd', ARGV[2], 900)
return 1
