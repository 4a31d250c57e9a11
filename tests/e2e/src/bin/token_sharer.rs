//! Reads trades with a token that other processes share: `token_sharer PLACE URL ACCOUNT ACCESS_KEY TASKS`. The place is a
//! file, or the URL of a Redis. For each line that it is given it makes that many calls at once, and says how many succeeded.

use std::io::{BufRead as _, Write as _};

use vvtool_api::vvtool::{Client, ErpsFullinfo};
use vvtool_api::{Limits, Redis};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [place, url, account, key, tasks] = arguments.as_slice() else { return Err("five arguments".into()) };
    let builder = Client::builder().host(url).account(account, key).limits(Limits::off());
    let builder = match place.starts_with("redis://") {
        true => builder.shared(Redis::connect(place)?),
        false => builder.token_file(place),
    };
    let client = builder.build()?;
    let tasks: usize = tasks.parse()?;
    for line in std::io::stdin().lock().lines() {
        line?;
        let calls: Vec<_> =
            (0..tasks).map(|_| tokio::spawn(ErpsFullinfo::new("1", "2", ["tid"]).send(&client))).collect();
        let mut succeeded = 0;
        for call in calls {
            match call.await? {
                Ok(_) => succeeded += 1,
                Err(error) => eprintln!("{error}"),
            }
        }
        println!("{succeeded}");
        std::io::stdout().flush()?;
    }
    Ok(())
}
