//! The loopback server as a program: `cargo run -p vvtool-mock -- --spec spec --port 8080`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use vvtool_mock::{Body, Mock, Options};

/// Answers as the specs say. Send `x-mock-answer: error:NAME` or `x-mock-answer: example:FILE` to get another answer;
/// `x-mock-reason` in a reply says why a request was refused.
#[derive(Parser)]
#[command(name = "vvtool-mock")]
struct Arguments {
    /// Directory of the specs
    #[arg(long, default_value = "spec")]
    spec: PathBuf,
    /// Port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Accept url-encoded and JSON bodies where the specs say multipart
    #[arg(long)]
    any_body: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let also_accept = if arguments.any_body { vec![Body::Multipart, Body::Form, Body::Json] } else { Vec::new() };
    let options = Options { also_accept, ..Options::default() };
    match Mock::start_with(&arguments.spec, options, arguments.port) {
        Ok(mock) => {
            println!("listening on {}; for the examples:", mock.url);
            let options = mock.options();
            println!("export VVTOOL_HOST={} VVTOOL_TOKEN={}", mock.url, options.token);
            println!("export VVTOOL_ACCOUNT={} VVTOOL_ACCESS_KEY={}", options.account, options.access_key);
            println!(
                "export TOP_HOST={} TOP_APP_KEY={} TOP_APP_SECRET={} TOP_SESSION={}",
                mock.top_url(),
                options.app_key,
                options.app_secret,
                options.session
            );
            for operation in mock.operations() {
                println!("  {operation}");
            }
            mock.wait();
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
