//! Threads that read files for those who rewind. A disk that stands still stops these threads, and nothing else.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

/// Number of threads.
const THREADS: usize = 4;
/// The most jobs that wait.
const MOST_WAITING: usize = 4_096;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that read. They end when this is dropped.
pub(super) struct ReaderPool {
    jobs: SyncSender<Job>,
}

impl ReaderPool {
    /// Starts the threads.
    pub(super) fn start() -> io::Result<Self> {
        let (jobs, waiting) = sync_channel::<Job>(MOST_WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..THREADS {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new().name("rewind".to_owned()).spawn(move || work(&waiting))?;
        }
        Ok(Self { jobs })
    }

    /// Does a job on one of the threads; `None` if too many wait, or it panicked.
    pub(super) async fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (done, result) = oneshot::channel();
        // Whoever asked may have left.
        let job: Job = Box::new(move || drop(done.send(job())));
        self.jobs.try_send(job).ok()?;
        result.await.ok()
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        job();
    }
}
