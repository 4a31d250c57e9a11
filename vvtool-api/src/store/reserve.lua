-- Points of one attempt, under caps that several machines share. What was spent is kept by parts of an hour and of a day.
-- KEYS: 1 hash of the account {b: since when it is kept, h<number of a minute>, d<number of a quarter of an hour>: points}, 2 the same of the shop
-- ARGV: 1 points, 2-4 how much may be spent in an hour, in a day, in a day by the shop (-1: any), 5-6 `b` of either as this process knows
--       it (0: does not), 7-9 what it was told last that is spent of each, 10 now in us (tests only)
local clock = redis.call('TIME')
local micros = tonumber(ARGV[10]) or clock[1] * 1000000 + clock[2]
local now, points = math.floor(micros / 1000000), tonumber(ARGV[1])
local lengths, counts = {h = 60, d = 900}, {h = 60, d = 96}
local current = {h = math.floor(now / 60), d = math.floor(now / 900)}

local function add(key, kept, letter, more)
  redis.call('HINCRBY', key, letter .. string.format('%.0f', current[letter]), string.format('%.0f', more))
  kept[letter][current[letter]] = (kept[letter][current[letter]] or 0) + more
  kept.sums[letter] = kept.sums[letter] + more
end

local function read(key, known, told)
  local kept, fields = {h = {}, d = {}, sums = {h = 0, d = 0}}, redis.call('HGETALL', key)
  for at = 1, #fields, 2 do
    local letter, number, value = string.sub(fields[at], 1, 1), tonumber(string.sub(fields[at], 2)), tonumber(fields[at + 1])
    if letter == 'b' then kept.born = value
    elseif number < current[letter] - counts[letter] then redis.call('HDEL', key, fields[at])
    else kept[letter][number] = value; kept.sums[letter] = kept.sums[letter] + value end
  end
  if not kept.born then
    kept.born = micros
    redis.call('HSET', key, 'b', string.format('%.0f', micros))
  end
  if known > 0 and known ~= kept.born then -- it was lost and begun anew: so much had been spent at least
    for letter, sum in pairs(told) do
      if sum > kept.sums[letter] then add(key, kept, letter, sum - kept.sums[letter]) end
    end
  end
  redis.call('PEXPIRE', key, 90000000)
  return kept
end

-- In how many seconds so much less is spent; -1 where it is not so much.
local function frees(parts, letter, less)
  local numbers, sum = {}, 0
  for number in pairs(parts) do numbers[#numbers + 1] = number end
  table.sort(numbers)
  for _, number in ipairs(numbers) do
    sum = sum + parts[number]
    if sum >= less then return (number + counts[letter] + 1) * lengths[letter] - now end
  end
  return -1
end

local all = read(KEYS[1], tonumber(ARGV[5]), {h = tonumber(ARGV[7]), d = tonumber(ARGV[8])})
local shop = read(KEYS[2], tonumber(ARGV[6]), {d = tonumber(ARGV[9])})
local over, spent, wait = 0, 0, 0
for which, of in ipairs({{all, 'h'}, {all, 'd'}, {shop, 'd'}}) do
  local room, sum = tonumber(ARGV[which + 1]), of[1].sums[of[2]]
  if over == 0 and room >= 0 and sum + points > room then
    over, spent, wait = which, sum, frees(of[1][of[2]], of[2], sum + points - room)
  end
end
if over == 0 and points > 0 then
  add(KEYS[1], all, 'h', points)
  add(KEYS[1], all, 'd', points)
  add(KEYS[2], shop, 'd', points)
end
return {over, spent, wait, current.h, current.d, all.born, shop.born, all.sums.h, all.sums.d, shop.sums.d}
