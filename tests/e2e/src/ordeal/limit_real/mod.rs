//! Processes that share a limit in a Redis never make more calls together than it allows, whatever becomes of the Redis. Calls are counted
//! where they arrive: the instant of sending and a delay that is made up.

mod caller;
mod way;

use core::sync::atomic::Ordering;
use core::time::Duration;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use super::{End, Figure, Part, Promise, myself};
use crate::servers::Server;
use way::Way;

pub use caller::caller;

pub(super) const PROMISE: Promise = Promise {
    name: "limit_real",
    parts: &[
        part("steady", (60, 15), steady),
        part("restart", (20, 12), restart),
        part("failover", (20, 12), failover),
        part("gone", (20, 12), gone),
        part("clock_ahead", (20, 12), clock_ahead),
        part("clock_back", (20, 12), clock_back),
    ],
};

const fn part(name: &'static str, n: (usize, usize), run: fn(usize) -> End) -> Part {
    Part { name, counts: "seconds of six processes with four callers each", n, run }
}

const PROCESSES: usize = 6;
/// What the documents allow in a second.
const ALLOWED: usize = 10;
const SECOND: u64 = 1_000_000;
/// After so long all processes are there.
const BEGUN: u64 = 2 * SECOND;

/// A Redis, its replica where one is needed, and the way on which callers reach them.
struct Place {
    server: Server,
    replica: Option<Server>,
    way: Way,
}

fn steady(seconds: usize) -> End {
    shared_limit(seconds, "steady", |_| {})
}

fn restart(seconds: usize) -> End {
    shared_limit(seconds, "restart", |place| {
        place.server.kill();
        place.server.start();
    })
}

fn failover(seconds: usize) -> End {
    shared_limit(seconds, "failover", |place| {
        place.server.kill();
        if let Some(replica) = &place.replica {
            thread::sleep(Duration::from_millis(300));
            assert!(replica.say("REPLICAOF NO ONE").contains("OK"), "the replica is promoted");
            place.way.port.store(replica.port(), Ordering::SeqCst);
        }
    })
}

fn gone(seconds: usize) -> End {
    shared_limit(seconds, "gone", |place| {
        place.server.kill();
        thread::sleep(Duration::from_secs(6));
        place.server.start();
    })
}

fn clock_ahead(seconds: usize) -> End {
    shared_limit(seconds, "clock_ahead", |place| place.way.ahead.store(5_000_000, Ordering::SeqCst))
}

fn clock_back(seconds: usize) -> End {
    shared_limit(seconds, "clock_back", |place| place.way.ahead.store(-3_600_000_000, Ordering::SeqCst))
}

fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("vvtool-ordeal-{}-{name}", std::process::id()))
}

/// Six times this program, called as `caller ..`, for so long; after a third of it something happens.
fn shared_limit(seconds: usize, name: &str, disturb: impl FnOnce(&mut Place)) -> End {
    let (program, folder) = (myself(), folder(name));
    let Some(server) = Server::redis(&folder.join("master")) else {
        return End::Skipped("redis-server".to_owned());
    };
    let replica = if name == "failover" { server.replica_of(&folder.join("replica")) } else { None };
    let way = Way::to(server.port());
    let mut place = Place { server, replica, way };
    let arrived = Arc::new(Mutex::new(Vec::new()));
    let mut children: Vec<Child> = Vec::new();
    for process in 0..PROCESSES {
        let mut command = Command::new(&program);
        command.args(["caller", &place.way.url, &seconds.to_string(), &PROCESSES.to_string(), &process.to_string()]);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("this program starts once more");
        let (said, arrived) = (child.stdout.take().expect("it is piped"), Arc::clone(&arrived));
        thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                if let Ok(at) = line.parse::<u64>() {
                    arrived.lock().unwrap_or_else(PoisonError::into_inner).push((at, process));
                }
            }
        });
        children.push(child);
    }
    let begun = Instant::now();
    thread::sleep(Duration::from_secs(u64::try_from(seconds / 3).unwrap_or(1)));
    disturb(&mut place);
    for child in &mut children {
        let ended = child.wait().expect("it ends");
        assert!(ended.success(), "a caller ended with {ended}");
    }
    println!("  {name}: over after {:?}", begun.elapsed());
    drop(place);
    drop(std::fs::remove_dir_all(&folder));
    let arrived = arrived.lock().unwrap_or_else(PoisonError::into_inner).clone();
    End::Measured(figures(arrived, seconds, name == "steady"))
}

fn figures(mut arrived: Vec<(u64, usize)>, seconds: usize, is_steady: bool) -> Vec<Figure> {
    arrived.sort_unstable();
    let times: Vec<u64> = arrived.iter().map(|(at, _)| *at).collect();
    let within = |from: u64| times.partition_point(|at| *at < from + SECOND) - times.partition_point(|at| *at < from);
    let most = times.iter().map(|at| within(*at)).max().unwrap_or_default();
    let from = times.first().copied().unwrap_or_default() + BEGUN;
    let to = times.last().copied().unwrap_or_default();
    let counted: Vec<usize> = arrived.iter().filter(|(at, _)| *at >= from).map(|(_, process)| *process).collect();
    let rate = counted.len() as f64 / (to.saturating_sub(from).max(1) as f64 / SECOND as f64);
    let of = format!("calls of {PROCESSES} processes in any second, {:.2} a second over {seconds} s", rate);
    let mut figures = vec![
        Figure::at_most(of, ALLOWED, most),
        // Something was let out all the time: also by each process alone, and after its Redis was back.
        Figure::at_least("calls", seconds * 3, times.len()),
    ];
    if is_steady {
        let shares: Vec<f64> =
            (0..PROCESSES).map(|process| counted.iter().filter(|of| **of == process).count() as f64).collect();
        let (sum, squares): (f64, f64) = (shares.iter().sum(), shares.iter().map(|share| share * share).sum());
        let jain = sum * sum / (PROCESSES as f64 * squares.max(1.0));
        figures.push(Figure::at_least("percent of the rate that is used", 88.0, (rate * 1_000.0).round() / 100.0));
        figures.push(Figure::at_least("fairness (Jain)", 0.99, (jain * 10_000.0).round() / 10_000.0));
    }
    figures
}
