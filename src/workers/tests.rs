use std::process;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::*;
use crate::sys::wait_until;

/// Long enough for any machine.
const WITHIN: Duration = Duration::from_secs(20);

/// Tells each turn, and does with it what the test says.
struct Scripted(SyncSender<&'static str>, &'static str, Receiver<NextTurn>);

impl PooledTask for Scripted {
    fn work(&mut self) -> NextTurn {
        // The test may have ended.
        let _ = self.0.send(self.1);
        self.2.recv().unwrap_or(NextTurn::Never)
    }
}

/// Returns a task that tells its turns by `told`, and the end by which its work is ended.
fn scripted(told: &SyncSender<&'static str>, name: &'static str) -> (Scripted, SyncSender<NextTurn>) {
    let (script, turns) = sync_channel(16);
    (Scripted(told.clone(), name, turns), script)
}

#[test]
fn a_task_works_when_it_is_due_or_woken_until_it_ends() {
    let pool = WorkerPool::new("turns", 2).unwrap();
    let (tell, told) = sync_channel(16);
    let (task, script) = scripted(&tell, "a");
    let handle = pool.add(task);
    let next = || told.recv_timeout(WITHIN);
    assert_eq!(next(), Ok("a"), "it is due at once");
    script.send(NextTurn::Soon).unwrap();
    assert_eq!(next(), Ok("a"));
    script.send(NextTurn::In(Duration::from_millis(1))).unwrap();
    assert_eq!(next(), Ok("a"));
    // Woken while it works, it works once more.
    handle.wake();
    handle.wake();
    script.send(NextTurn::WhenWoken).unwrap();
    assert_eq!(next(), Ok("a"));
    script.send(NextTurn::In(Duration::from_hours(1))).unwrap();
    handle.wake();
    assert_eq!(next(), Ok("a"));
    script.send(NextTurn::WhenWoken).unwrap();
    handle.wake_soon();
    assert_eq!(next(), Ok("a"), "without the lock too");
    script.send(NextTurn::Never).unwrap();
    assert!(handle.clone().join().is_ok() && handle.join().is_ok());
    assert!(told.try_recv().is_err(), "it was told of nothing more");
}

#[test]
fn a_slow_task_holds_up_no_other_while_there_may_be_another_thread() {
    let pool = WorkerPool::new("slow", 3).unwrap();
    let (tell, told) = sync_channel(16);
    let (slow, end_of_slow) = scripted(&tell, "slow");
    let slow = pool.add(slow);
    assert_eq!(told.recv_timeout(WITHIN), Ok("slow"));
    let (slower, end_of_slower) = scripted(&tell, "slower");
    let slower = pool.add(slower);
    assert_eq!(told.recv_timeout(WITHIN), Ok("slower"));
    let (quick, turns) = scripted(&tell, "quick");
    let quick = pool.add(quick);
    for _ in 0..5 {
        assert_eq!(told.recv_timeout(WITHIN), Ok("quick"));
        turns.send(NextTurn::Soon).unwrap();
    }
    drop((turns, end_of_slow, end_of_slower));
    for task in [slow, slower, quick] {
        task.join().unwrap();
    }
}

#[test]
fn there_are_no_more_threads_than_may_be_and_all_tasks_have_their_turn() {
    let pool = WorkerPool::new("two-threads", 2).unwrap();
    let (tell, told) = sync_channel(16);
    let tasks: Vec<_> = ["a", "b", "c", "d"].map(|name| scripted(&tell, name)).into();
    let (handles, scripts): (Vec<_>, Vec<_>) =
        tasks.into_iter().map(|(task, script)| (pool.add(task), script)).unzip();
    let mut begun = [told.recv_timeout(WITHIN).unwrap(), told.recv_timeout(WITHIN).unwrap()];
    begun.sort_unstable();
    assert_eq!(begun, ["a", "b"], "the first come first");
    assert_eq!(threads("two-threads"), 2);
    drop(scripts);
    for task in handles {
        task.join().unwrap();
    }
    let mut others: Vec<_> = told.try_iter().collect();
    others.sort_unstable();
    assert_eq!(others, ["c", "d"]);
    drop(pool);
    assert!(wait_until(WITHIN, || threads("two-threads") == 0), "they end with the pool");
}

/// Returns the number of threads of this name.
fn threads(name: &str) -> usize {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", process::id())).unwrap();
    let named = |task: &std::fs::DirEntry| {
        std::fs::read_to_string(task.path().join("comm")).is_ok_and(|comm| comm.trim_end() == name)
    };
    tasks.map_while(Result::ok).filter(named).count()
}

#[test]
fn a_task_that_panics_ends_and_the_others_go_on() {
    struct Panics;
    impl PooledTask for Panics {
        fn work(&mut self) -> NextTurn {
            panic!("as this test wants it");
        }
    }
    let pool = WorkerPool::new("panics", 1).unwrap();
    assert!(pool.add(Panics).join().is_err());
    let (tell, told) = sync_channel(1);
    let (task, script) = scripted(&tell, "next");
    let next = pool.add(task);
    assert_eq!(told.recv_timeout(WITHIN), Ok("next"));
    drop(script);
    assert!(next.join().is_ok());
}
