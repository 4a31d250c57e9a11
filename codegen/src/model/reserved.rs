//! Names that generated code needs itself, where the spec could give them to something else.

/// No setter: methods of every request, its own (`new`, `send`), those of the traits it implements that users call (`clone`,
/// `default`), and the three of the record contract. A setter of that name would stand before them.
pub(crate) const METHODS: &[&str] = &["new", "send", "clone", "default", "table", "slot", "view"];

/// No setter of a request whose answer comes in pages.
pub(crate) const PAGES: &str = "pages";

/// No setter of data whose rows succeed and fail by themselves, where requests hold it too.
pub(crate) const OUTCOMES: &str = "outcomes";

/// No method of a grammar's builder.
pub(crate) const BUILDER_METHODS: &[&str] = &["new", "clone", "default", "as_str"];

/// No request type: what stands beside the re-exported requests in the module of a service.
pub(crate) const BESIDE_REQUESTS: &[&str] = &["ErrorKind", "Client", "ClientBuilder", "SignMethod"];

/// No type: the type parameter of `send`.
pub(crate) const PARAMETER: &str = "C";

/// No variant and no error: what stands for values, and for errors, that the documents do not list.
pub(crate) const VARIANT: &str = "Unknown";

/// No module at all: a file or folder of that name cannot be there on Windows, whatever its ending.
pub(crate) const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// No operation's module: modules of a service that are none.
pub(crate) const MODULES: &[&str] = &["errors", "client", "blocking"];

/// The module of the files that the runtime holds word for word.
pub(crate) const GROUND: &str = "ground";

/// No service's module: what stands beside them.
pub(crate) const SERVICES: &[&str] = &["ids", GROUND];
