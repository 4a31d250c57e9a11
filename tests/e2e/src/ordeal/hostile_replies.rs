//! Replies that are made to do harm end in an error or in a value, and take little memory.

use core::time::Duration;
use std::path::Path;
use std::process::Command;

use vvtool_api::{Limits, Retry, top, vvtool};
use vvtool_mock::{Answer, Fault, Mock, Raw, When};

use super::{End, Figure, Part, Promise, myself};
use crate::ship::ship;
use crate::{SPEC, sample};

pub(super) const PROMISE: Promise = Promise {
    name: "hostile_replies",
    parts: &[Part { name: "replies", counts: "rounds of eight calls for each reply", n: (20, 1), run: tried }],
};

const CALLED: [&str; 4] =
    ["vvtool/erps/send", "vvtool/erps/fullinfo", "top/taobao.logistics.openalibity.write", "top/taobao.trade.get"];
/// What the values of a reply may take; what may be taken beside them.
const DECODED: usize = 4;
const BESIDE: usize = 32;

fn tried(n: usize) -> End {
    replies(n, &myself())
}

/// Lets a process of its own read them, `program` called as `program eater ..`, and looks at the most memory that it ever had.
pub fn replies(n: usize, program: &Path) -> End {
    if memory().is_none() {
        return End::Skipped("/proc/self/status, where a process reads what it takes".to_owned());
    }
    let mock = Mock::start(SPEC).expect("the specs can be served");
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
    let inside = |deep: String| {
        [
            format!(r#"{{"code":0,"msg":"ok","data":{deep}}}"#),
            format!(r#"{{"trade_get_response":{{"trade":{deep}}},"code":0,"data":{{"tid":"1","new":{deep}}}}}"#),
            deep,
        ]
    };
    let mut kinds = vec![("endless", None, Some(Fault::Endless)), ("a bomb", None, Some(Fault::Bomb))];
    kinds.extend(inside(deep("[", "]")).map(|body| ("lists 10 000 deep", Some(body), None)));
    kinds.extend(inside(deep("{\"a\":", "}")).map(|body| ("records 10 000 deep", Some(body), None)));
    // A code whose data may hold a link, in whatever shape: it is looked for.
    kinds.extend(["{\"\":1},", "[1],", "1,", "\"\","].map(|part| {
        let many = part.repeat((2 << 20) / part.len());
        ("a failure of many values", Some(format!(r#"{{"code":302,"msg":"授权过期","data":[{many}0]}}"#)), None)
    }));
    let (mut panicked, mut figures, mut ended) = (Vec::new(), Vec::new(), 0);
    let rounds = kinds.len() * n * 2 * CALLED.len();
    for (name, body, fault) in kinds {
        mock.reset();
        if let Some(fault) = fault {
            mock.fault("*", fault, When::Every).expect("it is for all");
        }
        for operation in CALLED.iter().filter(|_| body.is_some()) {
            mock.answer(operation, Answer::Raw(Raw::ok(body.clone().unwrap_or_default()))).expect("it exists");
        }
        let options = mock.options();
        let run = Command::new(program)
            .args(["eater", &n.to_string(), &mock.url, &mock.token(), &mock.top_url()])
            .args([&options.app_key, &options.app_secret, &options.session])
            .output()
            .expect("this program starts once more");
        let said = String::from_utf8_lossy(&run.stdout);
        let mut numbers = said.split_whitespace().filter_map(|word| word.parse::<usize>().ok());
        if !run.status.success() {
            panicked.push(format!("{name}: {}", String::from_utf8_lossy(&run.stderr).trim()));
            continue;
        }
        ended += numbers.next().unwrap_or_default();
        let grown = numbers.next().unwrap_or(usize::MAX) / 1024;
        figures.push(Figure::at_most(
            format!("{name}: MiB grown beside {DECODED} of values"),
            BESIDE,
            grown.saturating_sub(DECODED),
        ));
    }
    figures.push(Figure::none("panics", &panicked));
    figures.push(Figure::at_least("calls with an end", rounds, ended));
    End::Measured(figures)
}

/// The most memory that this process ever had, in KiB.
fn memory() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok())
}

/// Makes the calls, and prints how many ended and by how many KiB this process has grown:
/// `ROUNDS GATEWAY TOKEN PLATFORM APP_KEY APP_SECRET SESSION`. Its program is `ordeal eater`.
///
/// # Errors
/// The arguments are others, or no client can be built.
pub fn eaten(arguments: &[&str]) -> Result<(), Box<dyn std::error::Error>> {
    let [rounds, gateway, token, platform, key, secret, session] = arguments else {
        return Err("seven arguments".into());
    };
    let rounds: usize = rounds.parse()?;
    macro_rules! client {
        ($builder:expr) => {{
            let builder = $builder.limits(Limits::off()).retry(Retry::none()).max_decoded(DECODED << 20);
            builder.timeout(Duration::from_secs(20)).build()?
        }};
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let one = client!(vvtool::Client::builder().token(*token).host(*gateway));
    let two = client!(vvtool::blocking::Client::builder().token(*token).host(*gateway));
    let three = client!(top::Client::builder(*key, *secret).session(*session).host(*platform));
    let four = client!(top::blocking::Client::builder(*key, *secret).session(*session).host(*platform));
    // What a call takes anyway: this port answers nothing.
    let nobody = client!(vvtool::Client::builder().token(*token).host("http://127.0.0.1:1"));
    let _ = runtime.block_on(ship("1", "SF1").send(&nobody));
    let mock = Mock::start(SPEC).map_err(|error| error.to_string())?;
    let store: top::LogisticsOpenalibityWrite = sample(&mock, CALLED.get(2).copied().unwrap_or_default());
    drop(mock);
    let read = || vvtool::ErpsFullinfo::new("123456789", "1", ["tid"]);
    let look = || top::TradeGet::new(["tid"], "1");
    let before = memory().ok_or("no /proc/self/status")?;
    let mut ended = 0;
    for _ in 0..rounds {
        // An error as a rule; what it is does not matter, but that the call comes back.
        let _ = runtime.block_on(ship("1", "SF1").send(&one));
        let _ = ship("1", "SF1").send(&two);
        let _ = runtime.block_on(read().send(&one));
        let _ = read().send(&two);
        let _ = runtime.block_on(store.clone().send(&three));
        let _ = store.clone().send(&four);
        let _ = runtime.block_on(look().send(&three));
        let _ = look().send(&four);
        ended += 8;
    }
    println!("{ended} calls, {} KiB", memory().unwrap_or(usize::MAX).saturating_sub(before));
    Ok(())
}
