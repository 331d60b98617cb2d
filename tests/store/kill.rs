//! kill -9 at random moments: nothing acknowledged is ever lost.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use daybook::store::Store;
use daybook::store::disk::DiskStore;

use crate::make::{create, grow};

const VAULT: &str = "STORE_TEST_VAULT";

#[test]
fn child() {
    let Ok(dir) = std::env::var(VAULT) else {
        return;
    };
    let dir = Path::new(&dir);
    if !DiskStore::exists(dir) {
        create(dir);
    }
    let mut store = DiskStore::open(dir).unwrap();
    loop {
        let tip = grow(&mut store, &[1300, 200]);
        println!("acknowledged {}", tip.seq);
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn nothing_acknowledged_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let mut dir = home.path().join("vault-0");
    let mut last = 0;
    let mut most = 0;
    for round in 0..50u64 {
        if round % 10 == 0 {
            dir = home.path().join(format!("vault-{round}"));
            last = 0;
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child", "--nocapture"])
            .env(VAULT, &dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (said, hearing) = mpsc::channel();
        let stdout = child.stdout.take().unwrap();
        let listening = std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let seq = line.rsplit_once("acknowledged ");
                if let Some(seq) = seq.and_then(|(_, n)| n.parse::<u64>().ok()) {
                    let _ = said.send(seq);
                }
            }
        });
        // Two rounds in three are killed once it writes, the third wherever it is by then: a slow
        // machine then still kills while entries are written.
        if round % 3 != 0 {
            let first = hearing.recv_timeout(Duration::from_secs(30));
            last = first.expect("nothing was acknowledged in 30 s").max(last);
        }
        std::thread::sleep(Duration::from_millis((round * 37) % 90));
        child.kill().unwrap();
        listening.join().unwrap();
        last = hearing.try_iter().max().unwrap_or(last).max(last);
        most = most.max(last);
        child.wait().unwrap();
        if DiskStore::exists(&dir) && round % 3 == 2 {
            let store = Box::new(DiskStore::open(&dir).unwrap());
            let got = store.read(0, usize::MAX).unwrap();
            assert!(got.len() as u64 >= last, "{} of {last}", got.len());
            assert_eq!(got.len() % 2, 0, "half a batch");
            if round % 2 == 0 {
                store.close().unwrap()
            }
        } else {
            assert!(last == 0 || DiskStore::exists(&dir));
        }
    }
    assert!(
        most > 20,
        "too slow a machine for this test to mean anything: {most}"
    );
}
