//! Ships trades through a journal until it is killed: `shipper JOURNAL exclusive|shared URL FIRST LAST`.

use vvtool_api::{FileJournal, Writes};
use vvtool_e2e::ship::{client, ship};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [journal, mode, url, first, last] = arguments.as_slice() else { return Err("five arguments".into()) };
    let journal = match mode.as_str() {
        "shared" => FileJournal::shared_between_processes(journal)?,
        _ => FileJournal::open(journal)?,
    };
    let writes = Writes::open(&client(url), journal).await?;
    let trades: Vec<u64> = (first.parse()?..=last.parse()?).collect();
    for some in trades.chunks(4) {
        let sent: Vec<_> =
            some.iter().map(|tid| tokio::spawn(writes.send(ship(&tid.to_string(), &format!("SF{tid}"))))).collect();
        for one in sent {
            println!("{:?}", one.await?);
        }
    }
    Ok(())
}
