#[path = "../../fixtures/skipped.rs"]
pub(crate) mod skipped;

use core::time::Duration;
use std::io::Read as _;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use std::{fs, thread};

/// A server of a test's own: on a port of this machine, with its files and its pid below the target folder. It ends with this value.
pub struct Server {
    folder: PathBuf,
    port: u16,
    kind: Kind,
    /// What it is started with beside what its kind says.
    settings: Vec<String>,
    /// Where it speaks TLS, beside its port.
    tls: Option<u16>,
    child: Option<Child>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Redis,
    /// One that speaks TLS and nothing else, and wants a password.
    RedisOverTls,
    Replica(u16),
    Sentinel(u16),
    /// A node of a cluster, and the port on which nodes speak to each other.
    Node(u16),
    MariaDb,
}

/// The user of a MariaDB, who may do everything.
const USER: &str = "erp";
const PASSWORD: &str = "TEST_SECRET_erp";
/// So long a server may take to begin.
const PATIENCE: Duration = Duration::from_secs(60);

impl Server {
    /// An empty Redis; none, and a word about it, where there is no such program. `folder` is emptied.
    #[must_use]
    pub fn redis(folder: &Path) -> Option<Self> {
        Self::new(folder, Kind::Redis, "redis-server")
    }

    /// A Redis that speaks TLS only, with the certificate and the key in these files, and wants this password.
    #[must_use]
    pub fn redis_over_tls(folder: &Path, files: [&Path; 2], password: &str) -> Option<Self> {
        let [certificate, key] = files.map(|file| file.display().to_string());
        let settings = ["--tls-cert-file", &certificate, "--tls-key-file", &key, "--requirepass", password];
        Self::with(folder, Kind::RedisOverTls, "redis-server", settings.map(str::to_owned).to_vec(), None)
    }

    /// What a server that speaks TLS on this port besides is told: its certificate, which is also the one that it trusts, and its key.
    fn tls(files: [&Path; 2], port: u16) -> [String; 5] {
        let [certificate, key] = files.map(|file| file.display().to_string());
        [
            format!("tls-port {port}"),
            format!("tls-cert-file {certificate}"),
            format!("tls-ca-cert-file {certificate}"),
            format!("tls-key-file {key}"),
            "tls-auth-clients no".to_owned(),
        ]
    }

    /// A sentinel that knows a [Redis over TLS](Self::redis_over_tls) with the same files and this password as the master `parcels`. It
    /// speaks TLS too, and without it on its [port](Self::port).
    #[must_use]
    pub fn sentinel_over_tls(&self, folder: &Path, files: [&Path; 2], password: &str) -> Option<Self> {
        let tls = free_port();
        let more = ["tls-replication yes".to_owned(), format!("sentinel auth-pass parcels {password}")];
        let settings = Self::tls(files, tls).into_iter().chain(more).collect();
        Self::with(folder, Kind::Sentinel(self.port), "redis-server", settings, Some(tls))
    }

    /// A replica of a Redis.
    #[must_use]
    pub fn replica_of(&self, folder: &Path) -> Option<Self> {
        Self::new(folder, Kind::Replica(self.port), "redis-server")
    }

    /// A sentinel that knows a Redis as the master `parcels`.
    #[must_use]
    pub fn sentinel_of(&self, folder: &Path) -> Option<Self> {
        Self::new(folder, Kind::Sentinel(self.port), "redis-server")
    }

    /// A Redis Cluster of three nodes, which share the keys.
    #[must_use]
    pub fn cluster(folder: &Path) -> Option<[Self; 3]> {
        Self::nodes(|name| Self::new(&folder.join(name), Kind::Node(free_port()), "redis-server"))
    }

    /// The same, whose nodes speak TLS with each other and with whoever asks so, with the certificate and the key in these files.
    #[must_use]
    pub fn cluster_over_tls(folder: &Path, files: [&Path; 2]) -> Option<[Self; 3]> {
        Self::nodes(|name| {
            let tls = free_port();
            let lines = Self::tls(files, tls).into_iter().chain(["tls-cluster yes".to_owned()]);
            let words = lines.flat_map(|line| format!("--{line}").split(' ').map(str::to_owned).collect::<Vec<_>>());
            Self::with(&folder.join(name), Kind::Node(free_port()), "redis-server", words.collect(), Some(tls))
        })
    }

    fn nodes(node: impl Fn(&str) -> Option<Self>) -> Option<[Self; 3]> {
        let nodes = [node("one")?, node("two")?, node("three")?];
        for (node, slots) in nodes.iter().zip(["0 5460", "5461 10922", "10923 16383"]) {
            assert!(node.say(&format!("CLUSTER ADDSLOTSRANGE {slots}")).contains("OK"), "slots {slots}");
            for other in &nodes {
                let Kind::Node(bus) = other.kind else { continue };
                let port = other.tls.unwrap_or(other.port);
                assert!(node.say(&format!("CLUSTER MEET 127.0.0.1 {port} {bus}")).contains("OK"), "they meet");
            }
        }
        let begun = Instant::now();
        while !nodes.iter().all(|node| node.say("CLUSTER INFO").contains("cluster_state:ok")) {
            assert!(begun.elapsed() < PATIENCE, "the cluster does not begin");
            thread::sleep(Duration::from_millis(50));
        }
        Some(nodes)
    }

    /// An empty MariaDB; none, and a word about it, where there is no such program. `folder` is emptied.
    #[must_use]
    pub fn mariadb(folder: &Path) -> Option<Self> {
        Self::new(folder, Kind::MariaDb, "mariadbd")
    }

    fn new(folder: &Path, kind: Kind, program: &str) -> Option<Self> {
        Self::with(folder, kind, program, Vec::new(), None)
    }

    fn with(folder: &Path, kind: Kind, program: &str, settings: Vec<String>, tls: Option<u16>) -> Option<Self> {
        let found = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"];
        if !found.iter().any(|place| Path::new(place).join(program).exists()) {
            skipped::skipped(program);
            return None;
        }
        end_leftover(folder);
        drop(fs::remove_dir_all(folder));
        fs::create_dir_all(folder).expect("a folder");
        let port = free_port();
        let mut server = Self { folder: folder.to_owned(), port, kind, settings, tls, child: None };
        if kind == Kind::MariaDb {
            server.install();
        }
        server.start();
        Some(server)
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where a client connects: to the database of this name, or to a Redis; with TLS where it speaks that.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        if let Some(port) = self.tls {
            return format!("rediss://127.0.0.1:{port}/{database}");
        }
        match self.kind {
            Kind::MariaDb => format!("mysql://{USER}:{PASSWORD}@127.0.0.1:{}/{database}", self.port),
            Kind::RedisOverTls => format!("rediss://localhost:{}/{database}", self.port),
            Kind::Redis | Kind::Replica(_) | Kind::Sentinel(_) | Kind::Node(_) => {
                format!("redis://127.0.0.1:{}/{database}", self.port)
            }
        }
    }

    fn install(&self) {
        let create = format!(
            "create user if not exists {USER}@'127.0.0.1' identified by '{PASSWORD}';\n\
             grant all on *.* to {USER}@'127.0.0.1' with grant option;\n"
        );
        fs::write(self.folder.join("init.sql"), create).expect("a file");
        let mut command = Command::new("mariadb-install-db");
        command.args(["--no-defaults", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db"]);
        // Two that begin at once would meet in the folder of the system.
        let temporary = self.folder.join("tmp");
        fs::create_dir_all(&temporary).expect("a folder");
        command.arg(format!("--tmpdir={}", temporary.display()));
        command.arg(format!("--datadir={}", self.folder.join("data").display()));
        let made = command.output().expect("mariadb-install-db");
        let told = [made.stdout.as_slice(), made.stderr.as_slice()].map(String::from_utf8_lossy);
        assert!(made.status.success(), "mariadb-install-db: {}", told.concat());
    }

    /// Start it, again after [`kill`](Self::kill), on the same port with the same files.
    pub fn start(&mut self) {
        let within = |name: &str| self.folder.join(name).display().to_string();
        let mut command = match self.kind {
            Kind::MariaDb => {
                let mut command = Command::new("/usr/sbin/mariadbd");
                command.args(["--no-defaults", "--user=root", "--bind-address=127.0.0.1", "--skip-name-resolve"]);
                command.args(["--socket=socket", "--innodb-flush-log-at-trx-commit=1", "--performance-schema=off"]);
                command.arg(format!("--port={}", self.port)).arg(format!("--datadir={}", within("data")));
                command.arg(format!("--tmpdir={}", within("tmp")));
                command.arg(format!("--pid-file={}", within("pid"))).arg(format!("--init-file={}", within("init.sql")));
                command
            }
            Kind::Sentinel(of) => {
                let (port, dir, pid) = (self.port, within(""), within("pid"));
                let settings = format!("port {port}\nbind 127.0.0.1\ndir {dir}\npidfile {pid}\n");
                let more = self.settings.join("\n");
                let settings = format!("{settings}sentinel monitor parcels 127.0.0.1 {of} 1\n{more}\n");
                fs::write(self.folder.join("sentinel.conf"), settings).expect("a file");
                let mut command = Command::new("redis-server");
                command.arg(within("sentinel.conf")).arg("--sentinel");
                command
            }
            Kind::Redis | Kind::RedisOverTls | Kind::Replica(_) | Kind::Node(_) => {
                let mut command = Command::new("redis-server");
                command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
                let port = match self.kind {
                    Kind::RedisOverTls => ["--port", "0", "--tls-auth-clients", "no", "--tls-port"].as_slice(),
                    _ => &["--port"],
                };
                command.args(port).arg(self.port.to_string()).args(&self.settings).args([
                    "--dir",
                    &within(""),
                    "--pidfile",
                    &within("pid"),
                ]);
                if let Kind::Replica(of) = self.kind {
                    command.args(["--replicaof", &format!("127.0.0.1 {of}"), "--repl-diskless-sync-delay", "0"]);
                }
                if let Kind::Node(bus) = self.kind {
                    command.args(["--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"]);
                    command.args(["--cluster-node-timeout", "2000", "--cluster-port", &bus.to_string()]);
                }
                command
            }
        };
        let log = fs::File::create(within("log")).expect("a file");
        self.child = Some(command.stdout(Stdio::null()).stderr(log).spawn().expect("a server"));
        let begun = Instant::now();
        while !self.answers() {
            assert!(begun.elapsed() < PATIENCE, "the server does not begin: see {}", within("log"));
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// A MariaDB greets; a Redis answers.
    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) else { return false };
        drop(stream.set_read_timeout(Some(Duration::from_secs(1))));
        if self.kind == Kind::RedisOverTls {
            // Of what is no TLS it says nothing that can be read.
            return true;
        }
        if self.kind != Kind::MariaDb && std::io::Write::write_all(&mut stream, b"PING\r\n").is_err() {
            return false;
        }
        stream.read(&mut [0; 64]).is_ok_and(|read| read > 0)
    }

    /// As a machine that loses its power: nothing is said to anybody.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            drop(child.kill());
            drop(child.wait());
        }
    }

    /// Say something to a Redis, and read what it answers.
    #[must_use]
    pub fn say(&self, command: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("a connection");
        drop(stream.set_read_timeout(Some(Duration::from_secs(5))));
        std::io::Write::write_all(&mut stream, format!("{command}\r\n").as_bytes()).expect("it listens");
        let mut answer = [0; 16_384];
        let read = stream.read(&mut answer).expect("it answers");
        String::from_utf8_lossy(answer.get(..read).unwrap_or_default()).into_owned()
    }

    /// An empty database of a MariaDB, and how to reach it.
    #[must_use]
    pub fn database(&self, name: &str) -> String {
        drop(self.sql(&format!("drop database if exists {name}; create database {name}")));
        self.url(name)
    }

    /// Say something to a MariaDB, and read what it answers.
    #[must_use]
    pub fn sql(&self, statement: &str) -> String {
        let mut command = Command::new("mariadb");
        command.args(["--no-defaults", "-h", "127.0.0.1", "-u", USER, "-N", "-B", "-P"]).arg(self.port.to_string());
        let said = command.arg(format!("-p{PASSWORD}")).args(["-e", statement]).output().expect("mariadb");
        assert!(said.status.success(), "{statement}: {}", String::from_utf8_lossy(&said.stderr));
        String::from_utf8_lossy(&said.stdout).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|on| on.local_addr()).expect("a port").port()
}

/// A server of an earlier run that was killed before it could end it: it is known by its pid, and by its folder.
fn end_leftover(folder: &Path) {
    let Ok(pid) = fs::read_to_string(folder.join("pid")) else { return };
    let pid = pid.trim();
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    if !pid.is_empty() && String::from_utf8_lossy(&line).contains(&folder.display().to_string()) {
        drop(Command::new("kill").args(["-9", pid]).status());
        thread::sleep(Duration::from_millis(200));
    }
}
