//! A client for a gateway of your own: this crate's `build.rs` makes it from `spec/` in three lines, and it is called as ours are.
//!
//! ```console
//! $ cargo run -p vvtool-mock -- --spec tests/own-spec/spec        # in a terminal of its own
//! $ cargo run -p vvtool-own-spec --example own_spec -- SHELF
//! ```

use std::env;
use std::error::Error;

use vvtool_api::Lang;
use vvtool_api::vvtool::Client;
use vvtool_own_spec::api::acme::StockQuery;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let set = |name: &str| env::var(name).map_err(|_| format!("{name} is not set: run vvtool-mock as written above"));
    // The wire style is the one of vv-tool, so its client calls what this spec describes. A spec's host is only its default.
    let client = Client::builder().host(set("VVTOOL_HOST")?).token(set("VVTOOL_TOKEN")?).build()?;
    let shelf = env::args().nth(1).unwrap_or_else(|| "A-1".to_owned());
    match StockQuery::new(shelf).send(&client).await {
        Ok(stock) => {
            for lot in &stock.lots {
                println!("{:?}: {:?}", lot.r#type, lot.count);
            }
        }
        Err(error) => println!("{error}\n{}", error.remedy(Lang::En)),
    }
    Ok(())
}
