//! The loopback server as a program: `vvtool-mock --port 8080`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use clap::Parser;
use serde_json::Value;
use vvtool_mock::{Body, Error, Fault, Latency, Mock, Options, When};

/// Answers as the specs say, and remembers: shipped trades stay shipped, calls cost points, too many calls in a second are refused.
///
/// A request may order its own answer with the header `x-mock-answer` (`error:NAME`, `example:FILE`, `ban:SECONDS`), and what goes
/// wrong with it by `x-mock-fault` (`reset-after-execution`, `drip:150ms` and others; a wrong name lists them all). In a reply
/// `x-mock-reason` says why a request was refused, `x-mock-notes` what it was let pass with, and `x-mock-basis` how surely the service answers so: documented, observed or
/// assumed.
#[derive(Parser)]
#[command(name = "vvtool-mock", version)]
struct Arguments {
    /// Directory of the specs [default: those that the program was built with]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What everything that looks random depends on
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many calls are let through: `documented`, `off`, or a share of the documented rate such as `x0.1`
    #[arg(long, default_value = "documented")]
    limits: Limits,
    /// Points of the account at the start [default: what state.yaml says]
    #[arg(long, value_name = "N")]
    balance: Option<u64>,
    /// How long answers take: `80ms`, or between two times, `80ms..900ms`
    #[arg(long, value_name = "TIME")]
    latency: Option<Latency>,
    /// JSON file of what there is at the start: kinds of things, each with a list: {"trade": [{"tid": "1"}]}
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Accept url-encoded and JSON bodies where the specs say multipart
    #[arg(long)]
    any_body: bool,
    /// Serve no page on which calls are tried; then requests are answered whatever host they name
    #[arg(long)]
    no_console: bool,
}

/// What `--limits` says.
#[derive(Debug, Clone, Copy)]
enum Limits {
    Off,
    Share(f64),
}

impl FromStr for Limits {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self::Off),
            "documented" => Ok(Self::Share(1.0)),
            _ => match text.strip_prefix('x').and_then(|share| share.parse().ok()) {
                Some(share) if f64::is_finite(share) && share > 0.0 => Ok(Self::Share(share)),
                _ => Err("`documented`, `off`, or `x` and a number above zero".to_owned()),
            },
        }
    }
}

fn main() -> ExitCode {
    match start(&Arguments::parse()) {
        Ok(mock) => {
            show(&mock);
            mock.wait();
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &Arguments) -> Result<Mock, String> {
    let options = Options {
        also_accept: if arguments.any_body { vec![Body::Multipart, Body::Form, Body::Json] } else { Vec::new() },
        enforce_limits: matches!(arguments.limits, Limits::Share(_)),
        limit_share: match arguments.limits {
            Limits::Share(share) => share,
            Limits::Off => 1.0,
        },
        stateful: true,
        seed: arguments.seed,
        console: !arguments.no_console,
        ..Options::default()
    };
    let text = |error: Error| error.to_string();
    let mock = match &arguments.spec {
        Some(spec) => Mock::start_with(spec, options, arguments.port),
        None => Mock::embedded_with(options, arguments.port),
    }
    .map_err(text)?;
    if let Some(points) = arguments.balance {
        mock.set_balance(points).map_err(text)?;
    }
    if let Some(latency) = arguments.latency {
        mock.fault("*", Fault::Latency(latency), When::Every).map_err(text)?;
    }
    if let Some(file) = &arguments.state {
        let shown = file.display();
        let content = std::fs::read_to_string(file).map_err(|error| format!("{shown} cannot be read: {error}"))?;
        put_all(&mock, &content).map_err(|why| format!("{shown}: {why}"))?;
    }
    Ok(mock)
}

/// Puts what a file says there.
fn put_all(mock: &Mock, content: &str) -> Result<(), String> {
    // As some editors save it.
    let content = content.trim_start_matches('\u{feff}');
    let Value::Object(kinds) = serde_json::from_str(content).map_err(|error| error.to_string())? else {
        return Err("an object with a list for each kind of thing is expected".to_owned());
    };
    for (kind, things) in kinds {
        let Value::Array(things) = things else {
            return Err(format!("{kind} is no list"));
        };
        for (number, thing) in things.into_iter().enumerate() {
            mock.put(&kind, thing).map_err(|error| format!("{kind} {}: {error}", number + 1))?;
        }
    }
    Ok(())
}

fn show(mock: &Mock) {
    println!("listening on {}; for the examples:", mock.url);
    let options = mock.options();
    if options.console {
        println!("# to try calls by hand: {}/__mock/", mock.url);
    }
    println!("export VVTOOL_HOST={} VVTOOL_TOKEN={}", mock.url, options.token);
    println!("export VVTOOL_ACCOUNT={} VVTOOL_ACCESS_KEY={}", options.account, options.access_key);
    println!(
        "export TOP_HOST={} TOP_APP_KEY={} TOP_APP_SECRET={} TOP_SESSION={}",
        mock.top_url(),
        options.app_key,
        options.app_secret,
        options.session
    );
    println!("by hand (what is signed is valid for ten minutes):");
    for operation in mock.operations() {
        if let Some(line) = mock.curl(&operation) {
            println!("# {operation}\n{line}");
        }
    }
}
