//! Reads trades with a token that other processes share: `token_sharer FILE URL ACCOUNT ACCESS_KEY TASKS`. For each line that it is given
//! it makes that many calls at once, and says how many succeeded.

use std::io::{BufRead as _, Write as _};

use vvtool_api::Limits;
use vvtool_api::vvtool::{Client, ErpsFullinfo};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, url, account, key, tasks] = arguments.as_slice() else { return Err("five arguments".into()) };
    let client = Client::builder().host(url).account(account, key).token_file(file).limits(Limits::off()).build()?;
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
