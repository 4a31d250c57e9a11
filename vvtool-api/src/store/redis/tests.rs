//! What the scripts do is what the pure function does, and what their rules say: on a Redis of the tests' own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../../../../tests/e2e/src/servers.rs"]
#[allow(dead_code, unreachable_pub)]
mod servers;

use std::path::Path;

use ::redis::{Commands as _, Connection};
use fastrand::Rng;

use super::line::{LONGEST, PARK, PAUSE, TURN};
use super::offset::Offset;
use super::points::{RESERVE, SETTLE};
use crate::limits::{Rule, State, next_slot};

/// A Redis, where there is one.
fn redis(name: &str) -> Option<(servers::Server, Connection)> {
    // The folder of this test's program, below the target folder.
    let program = std::env::current_exe().unwrap();
    let folder = program.parent().map(Path::to_owned).unwrap_or_default().join(format!("redis-{name}"));
    let server = servers::Server::redis(&folder)?;
    let connection = ::redis::Client::open(server.url("0")).unwrap().get_connection().unwrap();
    Some((server, connection))
}

/// What a process says with its call.
#[derive(Debug, Clone, Copy)]
struct Asks {
    rule: Rule,
    floor: i64,
    ttl: i64,
    estimate: i64,
    first: bool,
}

type Turned = (i64, i64, i64, i64);
type Notices = Vec<(String, i64, i64, String)>;

fn say(redis: &mut Connection, key: &str, asks: Asks, now: i64) -> Turned {
    let (turn, _, notices) = say_with(redis, key, "no board", 0, asks, now);
    assert!(notices.is_empty());
    turn
}

fn say_with(
    redis: &mut Connection,
    key: &str,
    board: &str,
    version: i64,
    asks: Asks,
    now: i64,
) -> (Turned, i64, Notices) {
    let Asks { rule, floor, ttl, estimate, first } = asks;
    let [interval, tolerance] = [rule.interval, rule.tolerance].map(u64::cast_signed);
    let mut command = ::redis::cmd("EVAL");
    command.arg(TURN).arg(2).arg(key).arg(board);
    command.arg(&[interval, tolerance, LONGEST, floor, ttl, estimate, i64::from(first), version, now]);
    let (granted, wait, turn, cold, version, notices) = command.query(redis).unwrap();
    ((granted, wait, turn, cold), version, notices)
}

fn kept(redis: &mut Connection, key: &str, field: &str) -> Option<i64> {
    redis.hget(key, field).unwrap()
}

const START: i64 = 1_800_000_000_000_000;

fn some_rule(random: &mut Rng) -> Rule {
    let interval = random.u64(1_000..900_000);
    Rule { interval, tolerance: interval * random.u64(0..12) }
}

#[test]
fn the_script_and_the_pure_function_are_one() {
    let Some((_server, mut redis)) = redis("pure") else { return };
    let (mut random, mut differences, mut operations) = (Rng::with_seed(9), 0, 0);
    for case in 0..200 {
        let (rule, key) = (some_rule(&mut random), format!("pure {case}"));
        let asks = Asks { rule, floor: 0, ttl: 600_000, estimate: 0, first: false };
        let (mut state, mut now) = (State::default(), START);
        for _ in 0..50 {
            now += if random.bool() { 0 } else { random.i64(0..3_000_000) };
            let (slot, after) = next_slot(state, now.cast_unsigned(), rule);
            let (granted, wait, turn, cold) = say(&mut redis, &key, asks, now);
            let same = (granted, cold, turn, wait) == (1, 0, slot.cast_signed(), slot.cast_signed() - now);
            let free = kept(&mut redis, &key, "t").map(i64::cast_unsigned);
            differences += i32::from(!same || free != after.0);
            operations += 1;
            // A call leaves when its turn has come.
            (state, now) = (after, now.max(slot.cast_signed()));
        }
    }
    println!("differences in {operations} random operations: asked 0 / measured {differences}");
    assert_eq!((operations, differences), (10_000, 0));
}

/// The rules of the script, once more: what is free from when on, and the end of a pause.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Model {
    free: Option<i64>,
    pause: i64,
}

impl Model {
    fn turn(&mut self, asks: Asks, now: i64) -> (i64, i64, i64, i64) {
        let [interval, tolerance] = [asks.rule.interval, asks.rule.tolerance].map(u64::cast_signed);
        let honest = now + LONGEST + interval + tolerance;
        let known = self.free.filter(|free| *free <= honest);
        let cold = match () {
            () if asks.first => 1,
            () if asks.estimate > 0 && (now - asks.estimate).abs() > 250_000 => 2,
            () if self.free.is_some() && known.is_none() => 3,
            () if self.free.is_none() && asks.floor > 0 && asks.floor + asks.ttl * 1_000 > now => 4,
            () => 0,
        };
        let mut free = match known {
            _ if cold > 0 => known.unwrap_or(0).max(now + LONGEST),
            Some(free) => free,
            None => now - tolerance,
        };
        if cold == 0 && asks.floor > 0 && asks.floor <= now + LONGEST + interval {
            free = free.max(asks.floor + interval - tolerance);
        }
        let pause = if self.pause > now + 3_600_000_000 { 0 } else { self.pause };
        let turn = now.max(free).max(pause);
        let granted = turn - now <= LONGEST;
        if granted {
            self.free = Some(free.max(turn - tolerance) + interval);
        } else if cold > 0 {
            self.free = Some(free);
        }
        (i64::from(granted), turn - now, if granted { turn } else { 0 }, cold)
    }

    fn paused(&mut self, wait: i64, now: i64) {
        let known = if self.pause > now + 3_600_000_000 { 0 } else { self.pause };
        self.pause = known.max(now + wait);
    }
}

#[test]
fn the_script_keeps_its_rules_whatever_the_clock_and_the_server_do() {
    let Some((_server, mut redis)) = redis("rules") else { return };
    let (mut random, mut differences, mut cold) = (Rng::with_seed(10), 0, [0; 5]);
    for case in 0..100 {
        let (rule, key) = (some_rule(&mut random), format!("rules {case}"));
        let (mut model, mut now, mut floor) = (Model::default(), START, 0);
        for _ in 0..100 {
            now += random.i64(0..400_000);
            match random.u8(0..50) {
                0 => now += random.i64(-7_200_000_000..7_200_000_000),
                1 => {
                    let () = redis.del(&key).unwrap();
                    model.free = None;
                    model.pause = 0;
                }
                2 => {
                    let wait = random.i64(1..2_000_000);
                    let mut command = ::redis::cmd("EVAL");
                    let _: i64 =
                        command.arg(PAUSE).arg(1).arg(&key).arg(&[wait, 600_000, now]).query(&mut redis).unwrap();
                    model.paused(wait, now);
                }
                _ => {}
            }
            let estimate = if random.u8(0..4) == 0 { 0 } else { now + random.i64(-300_000..300_000) };
            let floor_said = if random.bool() { floor } else { 0 };
            let asks = Asks { rule, floor: floor_said, ttl: 600_000, estimate, first: random.u8(0..30) == 0 };
            let (said, expected) = (say(&mut redis, &key, asks, now), model.turn(asks, now));
            let free = kept(&mut redis, &key, "t");
            differences += i32::from(said != expected || free != model.free);
            cold[usize::try_from(said.3).unwrap()] += 1;
            floor = if said.0 == 1 { said.2 } else { floor };
        }
    }
    println!("differences in 10000 random operations, why cold {cold:?}: asked 0 / measured {differences}");
    assert_eq!(differences, 0);
    assert!(cold.iter().all(|count| *count > 20), "{cold:?}");
}

#[test]
fn notices_hang_until_they_are_over_and_are_read_when_they_have_changed() {
    let Some((_server, mut redis)) = redis("notices") else { return };
    let asks = Asks { rule: Rule { interval: 1_000, tolerance: 0 }, floor: 0, ttl: 600_000, estimate: 0, first: false };
    let mut park = |spot: &str, seconds: i64, ends: i64, kind: &str, now: i64| -> i64 {
        let mut command = ::redis::cmd("EVAL");
        command.arg(PARK).arg(1).arg("board").arg(spot).arg(seconds * 1_000_000).arg(ends).arg(kind).arg(now);
        command.query(&mut redis).unwrap()
    };
    let at = |seconds: i64| START + seconds * 1_000_000;
    assert_eq!(park("account", 60, 0, "BalanceExhausted", at(0)), 1);
    assert_eq!(park("vvtool/erps/send", 600, 1, "RateOrDailyLimit", at(0)), 1);
    // What does not hang there is not taken down, and is no change.
    assert_eq!(park("shop 00000000000000ff", 0, 1, "", at(0)), 0);
    let mut read = |version: i64, now: i64| {
        let (_, newest, mut notices) = say_with(&mut redis, "notices", "board", version, asks, now);
        notices.sort();
        (newest, notices)
    };
    let first = ("account".to_owned(), 59_000_000, 0, "BalanceExhausted".to_owned());
    let second = |left: i64| ("vvtool/erps/send".to_owned(), left * 1_000_000, 1, "RateOrDailyLimit".to_owned());
    // Two changes at one moment are two versions.
    assert_eq!(read(0, at(1)), (START + 1, vec![first, second(599)]));
    assert_eq!(read(START + 1, at(1)), (START + 1, vec![]));
    assert_eq!(read(START, at(60)).1, [second(540)]);
    let () = redis.hset("board", "shop 1", "word by word: 13912345678").unwrap();
    assert_eq!(redis.hlen::<_, i64>("board"), Ok(4));
    let mut park = |spot: &str, seconds: i64, now: i64| -> i64 {
        let mut command = ::redis::cmd("EVAL");
        command.arg(PARK).arg(1).arg("board").arg(spot).arg(seconds * 1_000_000).arg(1).arg("Kind").arg(now);
        command.query(&mut redis).unwrap()
    };
    // So many and no more; those that are over make room.
    assert_eq!((0..1_200).map(|shop| park(&format!("shop {shop:016x}"), 10, at(60))).sum::<i64>(), 998);
    assert_eq!((park("account", 10, at(71)), park("vvtool/erps/send", 0, at(71))), (1, 1));
    let (_, version, notices) = say_with(&mut redis, "notices", "board", 0, asks, at(71));
    assert_eq!((version, notices), (at(71) + 1, vec![("account".to_owned(), 10_000_000, 1, "Kind".to_owned())]));
}

#[test]
fn an_offset_is_that_of_the_shortest_way_until_it_is_contradicted() {
    let long = Offset::sampled(1_000_050, 0, 100);
    let short = Offset::sampled(1_000_305, 300, 310).and(Some(long));
    assert_eq!((short.ours(1_000_400), short.theirs(400)), (400, 1_000_400));
    // A longer way that agrees changes nothing; one that does not is another clock.
    assert_eq!(Offset::sampled(1_000_560, 500, 600).and(Some(short)), short);
    let set = Offset::sampled(6_000_650, 600, 700).and(Some(short));
    assert_eq!(set.ours(6_000_650), 650);
}

/// What an attempt says, and where it is said: `born` and sums as they were told last.
fn keep(redis: &mut Connection, case: &str, points: i64, rooms: [i64; 3], told: [i64; 5], now: i64) -> [i64; 10] {
    let mut command = ::redis::cmd("EVAL");
    command.arg(RESERVE).arg(2).arg(case).arg(format!("{case} shop")).arg(points).arg(&rooms).arg(&told).arg(now);
    command.query(redis).unwrap()
}

fn settle(redis: &mut Connection, case: &str, parts: [i64; 2], points: i64, spent: i64, now: i64) {
    let mut command = ::redis::cmd("EVAL");
    command.arg(SETTLE).arg(2).arg(case).arg(format!("{case} shop")).arg(&parts).arg(&[points, spent, now]);
    let _: i64 = command.query(redis).unwrap();
}

#[test]
fn what_is_spent_counts_for_an_hour_and_a_day_and_no_attempt_passes_a_cap() {
    let Some((_server, mut redis)) = redis("points") else { return };
    let (mut random, mut over, mut granted) = (Rng::with_seed(11), [0; 4], 0);
    for case in 0..20 {
        let (name, rooms) = (format!("points {case}"), [0; 3].map(|_| random.i64(20..200)));
        // When and how much; an attempt on its way counts as what was kept for it.
        let (mut spent, mut open, mut now): (Vec<(i64, i64)>, Vec<_>, _) = (Vec::new(), Vec::new(), START);
        for _ in 0..300 {
            let longest = if random.u8(0..20) == 0 { 40_000_000_000 } else { 300_000_000 };
            now += random.i64(0..longest);
            let points = random.i64(0..8);
            let within = |seconds: i64| -> i64 {
                let recent = spent.iter().filter(|(at, _)| at + seconds * 1_000_000 > now);
                recent.map(|(_, points)| points).sum()
            };
            let (hour, day) = ([within(3_600), within(3_660)], [within(86_400), within(87_300)]);
            let [said, in_hour, wait, minute, quarter, _, _, h, d, s] =
                keep(&mut redis, &name, points, rooms, [0; 5], now);
            over[usize::try_from(said).unwrap()] += 1;
            let before = if said == 0 { points } else { 0 };
            assert!((hour[0]..=hour[1]).contains(&(h - before)), "case {case}: {h} is not {hour:?}");
            assert!((day[0]..=day[1]).contains(&(d - before)) && d == s, "case {case}: {d} {s} is not {day:?}");
            if said == 0 {
                granted += 1;
                assert!(h <= rooms[0].max(before) && d <= rooms[1] && s <= rooms[2], "case {case}");
                spent.push((now, points));
                open.push((spent.len() - 1, [minute, quarter], points));
            } else {
                assert!(in_hour + points > rooms[usize::try_from(said - 1).unwrap()], "case {case}");
                assert!(wait == -1 || (1..=87_300).contains(&wait), "case {case}: {wait}");
            }
            if !open.is_empty() && random.u8(0..3) > 0 {
                let (at, parts, points) = open.swap_remove(random.usize(0..open.len()));
                let cost = random.i64(0..=points);
                settle(&mut redis, &name, parts, points, cost, now);
                // It counts from when it is known.
                spent[at] = (now, cost);
            }
        }
    }
    println!("6000 attempts, over which cap {over:?}");
    assert!(granted > 1_000 && over.iter().all(|count| *count > 100), "{over:?}");
}

#[test]
fn a_redis_that_lost_what_was_spent_is_told_once() {
    let Some((_server, mut redis)) = redis("told") else { return };
    let (rooms, day) = ([-1, 10, 10], 86_400_000_000);
    let first = keep(&mut redis, "told", 6, rooms, [0; 5], START);
    let [said, _, _, _, _, born, shop_born, hour_sum, day_sum, shop_sum] = first;
    assert_eq!((said, hour_sum, day_sum, shop_sum), (0, 6, 6, 6));
    let known = [born, shop_born, hour_sum, day_sum, shop_sum];
    let () = redis.del(&["told", "told shop"]).unwrap();
    let now = START + 1_000_000;
    let said = |redis: &mut Connection, points, now| {
        let [said, spent, .., day, shop] = keep(redis, "told", points, rooms, known, now);
        (said, spent, day, shop)
    };
    assert_eq!(said(&mut redis, 5, now), (2, 6, 6, 6));
    assert_eq!(said(&mut redis, 4, now), (0, 0, 10, 10));
    // Who knows no more than that adds nothing; who knows nothing is held by it.
    assert_eq!(said(&mut redis, 1, now), (2, 10, 10, 10));
    assert_eq!(keep(&mut redis, "told", 1, rooms, [0; 5], now)[0], 2);
    assert_eq!(keep(&mut redis, "told", 1, rooms, [0; 5], now + day + 900_000_000)[0], 0);
}

fn ask(redis: &mut Connection, words: &[&str]) -> (i64, String, i64) {
    let mut command = ::redis::cmd("EVAL");
    command.arg(super::token::SCRIPT).arg(2).arg("token").arg("token lock").arg(words).query(redis).unwrap()
}

#[test]
fn the_right_to_fetch_is_one_owners_until_it_is_given_back_or_its_lease_ends() {
    let Some((_server, mut redis)) = redis("token") else { return };
    let mut ask = |words: &[&str]| ask(&mut redis, words);
    assert_eq!(ask(&["take", "one", "60000"]), (1, String::new(), 0));
    // Once more: the answer was lost.
    assert_eq!(ask(&["take", "one", "60000"]).0, 1);
    assert_eq!(ask(&["take", "other", "60000"]).0, 0);
    // What is not its own, nobody gives back.
    assert_eq!(ask(&["free", "other"]).0, 0);
    assert_eq!(ask(&["take", "other", "60000"]).0, 0);
    assert_eq!(ask(&["keep", "one", "sealed 5", "5", "0", "60000"]), (1, "sealed 5".to_owned(), 0));
    assert_eq!(ask(&["take", "other", "50"]), (1, "sealed 5".to_owned(), 0));
    // A process that died: its lease ends, and another one fetches.
    std::thread::sleep(core::time::Duration::from_millis(80));
    assert_eq!(ask(&["take", "third", "60000"]).0, 1);
    // Late, it may have the newest nevertheless; an older one changes nothing, and the right stays whose it is.
    assert_eq!(ask(&["keep", "other", "sealed 7", "7", "0", "60000"]).1, "sealed 7");
    assert_eq!(ask(&["keep", "one", "sealed 6", "6", "0", "60000"]).1, "sealed 7");
    assert_eq!(ask(&["keep", "third", "", "0", "1800000000", "60000"]), (1, "sealed 7".to_owned(), 1_800_000_000));
    // A pause is told by anybody, and a longer one stays.
    assert_eq!(ask(&["pause", "", "1700000000", "60000"]).2, 1_800_000_000);
    assert_eq!(ask(&["pause", "", "1900000000", "60000"]).2, 1_900_000_000);
    assert_eq!(ask(&["look", ""]), (0, "sealed 7".to_owned(), 1_900_000_000));
    // Also where a token was being fetched when it was told, with what ends or with a shorter one.
    for (owner, sealed, pause) in [("fourth", "sealed 8", "0"), ("fifth", "", "1800000060")] {
        assert_eq!(ask(&["take", owner, "60000"]).0, 1);
        assert_eq!(ask(&["keep", owner, sealed, "8", pause, "60000"]), (1, "sealed 8".to_owned(), 1_900_000_000));
    }
}
