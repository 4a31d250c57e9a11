//! What the loopback server's program costs: to start, in memory, and per checked call.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

use super::{Measurement, below};
use crate::report::{Figure, Limit, Report};
use crate::stats::{median, quartiles};
use crate::{Result, place};

pub(super) const START: Measurement =
    Measurement { name: "mock_start", figures: &[below("mock_start", "ms", 50.0, Limit::None)], run: start };
pub(super) const CALLS: Measurement = Measurement {
    name: "mock_calls",
    figures: &[
        below("mock_memory_idle", "MB", 15.0, Limit::None),
        below("mock_memory", "MB", 40.0, Limit::None),
        Figure { name: "mock_calls", unit: "calls/s", limit: Limit::AtLeast(20_000.0), aim: Limit::None },
    ],
    run: calls,
};

const STARTS: usize = 15;
const CALLS_MADE: usize = 100_000;
const CONNECTIONS: usize = 16;

/// A running program, where it listens, and how long that took.
struct Program {
    child: Child,
    address: String,
    millis: f64,
}

fn program() -> Result<Program> {
    let binary = place::release_binary("vvtool-mock", "vvtool-mock")?;
    let begin = Instant::now();
    let mut child =
        Command::new(binary).args(["--limits", "off", "--balance", "1000000000"]).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    let mut said = BufReader::new(child.stdout.take().ok_or("no output")?);
    said.read_line(&mut line)?;
    let millis = begin.elapsed().as_secs_f64() * 1e3;
    let address = line.split("http://").nth(1).and_then(|rest| rest.split(';').next()).ok_or("it does not listen")?;
    let address = address.to_owned();
    // The rest of what it says has to go somewhere, or it would wait for a reader.
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    Ok(Program { child, address, millis })
}

impl Program {
    /// Megabytes and seconds of processor time from its start to its end.
    fn end(mut self) -> Result<(f64, f64)> {
        self.child.kill()?;
        let usage = self.child.wait4()?.rusage;
        Ok((usage.maxrss as f64 / 1e6, (usage.utime + usage.stime).as_secs_f64()))
    }
}

fn start(this: &Measurement, report: &mut Report) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let program = program()?;
        times.push(program.millis);
        program.end()?;
    }
    let (low, high) = quartiles(&times).unwrap_or_default();
    eprintln!("mock_start: half of {STARTS} starts between {low:.0} and {high:.0} ms");
    this.say(report, &[median(&times).ok_or("no starts")?]);
    Ok(())
}

fn calls(this: &Measurement, report: &mut Report) -> Result<()> {
    let (idle, to_start) = program()?.end()?;
    let program = program()?;
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let address = program.address.as_str();
        let threads: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(move || call(address))).collect();
        // A thread that panicked has said so.
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a caller panicked")?)
    })?;
    let wall = begin.elapsed().as_secs_f64();
    let (memory, seconds) = program.end()?;
    let made = CALLS_MADE as f64;
    eprintln!("mock_calls: {:.0} calls/s on the wall clock, beside the callers", made / wall);
    this.say(report, &[idle, memory, made / (seconds - to_start)]);
    Ok(())
}

/// One caller's share of the calls, on a connection of its own.
fn call(address: &str) -> Result<()> {
    let fields = [("shop_id", "123456789"), ("tid", "1000000000000000001"), ("fields", "tid,status,payment,orders")];
    let part = |(name, value)| format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let body = fields.map(part).concat() + "--b--\r\n";
    let request = format!(
        "POST /tool/erps/fullinfo HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer mock-token\r\naccept: */*\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut reply = Vec::new();
    let mut chunk = [0; 8192];
    for _ in 0..CALLS_MADE / CONNECTIONS {
        stream.write_all(request.as_bytes())?;
        reply.clear();
        while !is_whole(&reply) {
            match stream.read(&mut chunk)? {
                0 => return Err("the server closed the connection".into()),
                read => reply.extend_from_slice(chunk.get(..read).unwrap_or_default()),
            }
        }
        if !reply.windows(9).any(|bytes| bytes == b"\"code\":0,") {
            return Err(format!("no success: {}", String::from_utf8_lossy(&reply)).into());
        }
    }
    Ok(())
}

fn is_whole(reply: &[u8]) -> bool {
    let text = String::from_utf8_lossy(reply);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.trim().parse().ok());
    length.is_some_and(|length: usize| body.len() >= length)
}
