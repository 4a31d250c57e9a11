//! All that a user of the generator writes.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    vvtool_codegen::Builder::new("spec").generate()?;
    Ok(())
}
