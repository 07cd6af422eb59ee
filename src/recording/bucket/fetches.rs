//! Fetches files from the bucket: a few at a time, each once however many want it, at a bounded pace.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::net::IpAddr;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use ring::digest::{Context, SHA256};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::time::timeout;

use super::client::BucketClient;
use super::fetch_pace::FetchPace;
use super::figures::BucketFigures;
use crate::clock::Clock;
use crate::model::CopiedFile;
use crate::recording::retention::least_free;
use crate::sys;

/// Fetches at a time.
const THREADS: usize = 2;
/// Orders that wait for a thread.
const MOST_WAITING: usize = 16;
/// The longest wait of a listener for an order.
const FETCHED_WITHIN: Duration = Duration::from_secs(25);
/// The longest wait of the server itself, which has other recordings to look after and asks again later.
const DONE_WITHIN: Duration = Duration::from_secs(30);

/// Reasons not to fetch a file; the text is for a listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::recording) enum FetchRefused {
    /// As much is fetched as may be, or the disk has no room.
    #[error("this is kept elsewhere, and much is fetched from there at present: try again in some minutes")]
    Busy,
    /// It takes longer than a listener waits, and is fetched on.
    #[error("this is kept elsewhere, and is being fetched from there: try again in a minute")]
    Slow,
    /// The storage does not give it.
    #[error("this is kept elsewhere, and cannot be fetched from there at present: try again later")]
    Failed,
}

/// For whom files are fetched.
#[derive(Clone, Copy, Debug)]
pub(in crate::recording) enum FetchFor {
    /// A listener at this address, if it is known: at a bounded pace.
    Listener(Option<IpAddr>),
    /// The server itself.
    Server,
}

/// A file to fetch.
pub(in crate::recording) struct FileToFetch {
    /// Its name in the bucket.
    pub(in crate::recording) object: String,
    /// Its place.
    pub(in crate::recording) path: PathBuf,
    /// The file as it was copied.
    pub(in crate::recording) copy: CopiedFile,
}

/// Files to fetch, and what is to be done then.
pub(in crate::recording) struct FetchOrder {
    /// The last place stands for the order.
    pub(in crate::recording) files: Vec<FileToFetch>,
    /// Called before; false if there is no place for them at present.
    pub(in crate::recording) is_place: Box<dyn FnOnce() -> bool + Send>,
    /// Called with all of them in their places; false if they are of no use.
    pub(in crate::recording) finish: Box<dyn FnOnce() -> bool + Send>,
}

/// The outcome of an order; `None` while there is none.
pub(super) type Outcome = Option<Result<(), FetchRefused>>;

/// Takes orders; clones share them.
#[derive(Clone)]
pub(super) struct Fetches {
    orders: SyncSender<(FetchOrder, watch::Sender<Outcome>)>,
    shared: Arc<FetchState>,
}

struct FetchState {
    client: Arc<BucketClient>,
    figures: BucketFigures,
    clock: Arc<dyn Clock>,
    pace: Mutex<FetchPace>,
    /// Orders that are not done, by the places of their last files.
    running: Mutex<HashMap<PathBuf, watch::Receiver<Outcome>>>,
}

impl Fetches {
    /// Starts the threads, which end when this and its clones are dropped.
    pub(super) fn start(
        client: &Arc<BucketClient>,
        figures: &BucketFigures,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        let (orders, waiting) = sync_channel(MOST_WAITING);
        let waiting = Arc::new(Mutex::new(waiting));
        let shared = Arc::new(FetchState {
            client: Arc::clone(client),
            figures: figures.clone(),
            clock,
            pace: Mutex::default(),
            running: Mutex::default(),
        });
        for _ in 0..THREADS {
            let (shared, waiting) = (Arc::clone(&shared), Arc::clone(&waiting));
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let thread = thread::Builder::new().name("bucket-fetch".to_owned());
            thread.spawn(move || shared.work(&runtime, &waiting))?;
        }
        Ok(Self { orders, shared })
    }

    /// Waits until an order is done, by whomever it was given, but not for ever.
    pub(super) async fn fetch(&self, order: FetchOrder, by: FetchFor) -> Result<(), FetchRefused> {
        self.fetch_within(order, by, FETCHED_WITHIN).await
    }

    pub(super) async fn fetch_within(
        &self,
        order: FetchOrder,
        by: FetchFor,
        within: Duration,
    ) -> Result<(), FetchRefused> {
        let mut outcome = self.begin(order, by)?;
        let done =
            timeout(within, outcome.wait_for(Option::is_some)).await.map_err(|_| FetchRefused::Slow)?;
        done.ok().and_then(|outcome| *outcome).unwrap_or(Err(FetchRefused::Failed))
    }

    /// Blocks until an order of the server itself is done.
    pub(super) fn fetch_blocking(&self, order: FetchOrder) -> Result<(), FetchRefused> {
        let outcome = self.begin(order, FetchFor::Server)?;
        sys::wait_until(DONE_WITHIN, || outcome.borrow().is_some() || outcome.has_changed().is_err());
        outcome.borrow().unwrap_or(Err(FetchRefused::Slow))
    }

    /// Gives an order, unless somebody has given the same.
    pub(super) fn begin(
        &self,
        order: FetchOrder,
        by: FetchFor,
    ) -> Result<watch::Receiver<Outcome>, FetchRefused> {
        let key = order.files.last().ok_or(FetchRefused::Failed)?.path.clone();
        let mut running = self.shared.running();
        if let Some(known) = running.get(&key) {
            return Ok(known.clone());
        }
        if let FetchFor::Listener(from) = by {
            let mut pace = self.shared.pace.lock().unwrap_or_else(PoisonError::into_inner);
            if !pace.take(from, self.shared.clock.now_us()) {
                self.shared.figures.count_refused_fetch();
                return Err(FetchRefused::Busy);
            }
        }
        let (tell, outcome) = watch::channel(None);
        self.orders.try_send((order, tell)).map_err(|_| FetchRefused::Busy)?;
        running.insert(key, outcome.clone());
        Ok(outcome)
    }
}

impl FetchState {
    fn work(&self, runtime: &Runtime, waiting: &Mutex<Receiver<(FetchOrder, watch::Sender<Outcome>)>>) {
        sys::step_back();
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((order, tell)) = next else { return };
            let key = order.files.last().map(|file| file.path.clone()).unwrap_or_default();
            let outcome = self.carry_out(runtime, order);
            // Nobody finds it running who would not hear of its end.
            self.running().remove(&key);
            tell.send_replace(Some(outcome));
        }
    }

    fn carry_out(&self, runtime: &Runtime, order: FetchOrder) -> Result<(), FetchRefused> {
        if !(order.is_place)() {
            return Err(FetchRefused::Failed);
        }
        let bytes: u64 = order.files.iter().map(|file| file.copy.bytes).sum();
        for file in &order.files {
            let folder = file.path.parent().unwrap_or(&file.path);
            let is_room = fs::create_dir_all(folder)
                .and_then(|()| sys::room(folder))
                .is_ok_and(|space| space.free >= least_free(space) + bytes);
            if !is_room {
                tracing::warn!("nothing is fetched from the bucket: the disk is nearly full");
                return Err(FetchRefused::Busy);
            }
            if let Err(error) = fetch_file(runtime, &self.client, file) {
                tracing::warn!(file = file.object, %error, "a file cannot be fetched from the bucket");
                self.figures.count_fetch(false);
                return Err(FetchRefused::Failed);
            }
        }
        let is_good = (order.finish)();
        self.figures.count_fetch(is_good);
        if is_good { Ok(()) } else { Err(FetchRefused::Failed) }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<PathBuf, watch::Receiver<Outcome>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Fetches a file, which is in its place once it is whole. One that is not as it was copied is fetched once more.
pub(in crate::recording) fn fetch_file(
    runtime: &Runtime,
    client: &BucketClient,
    FileToFetch { object, path, copy }: &FileToFetch,
) -> anyhow::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".fetched");
    let new = PathBuf::from(new);
    let is_fetched = || -> anyhow::Result<bool> {
        let mut file = File::options().read(true).write(true).create(true).truncate(true).open(&new)?;
        runtime.block_on(client.get(object, &mut file, copy.bytes))?;
        file.sync_data()?;
        if let Some(known) = &copy.sha256
            && sha256(&file, copy.bytes)? != *known
        {
            tracing::error!(
                file = object,
                "a file in the bucket is damaged: its checksum is not that of the copy"
            );
            return Ok(false);
        }
        fs::rename(&new, path)?;
        Ok(true)
    };
    let fetched = || -> anyhow::Result<()> {
        if !is_fetched()? && !is_fetched()? {
            anyhow::bail!("it is damaged in the bucket");
        }
        Ok(())
    };
    fetched().inspect_err(|_| drop(fs::remove_file(&new)))
}

/// Returns the SHA-256 of the first `length` bytes of a file, in hexadecimal.
pub(super) fn sha256(file: &File, length: u64) -> io::Result<String> {
    let (mut context, mut offset) = (Context::new(&SHA256), 0);
    let mut piece = vec![0; 256 * 1_024];
    while offset < length {
        let most = usize::try_from(length - offset).unwrap_or(usize::MAX).min(piece.len());
        file.read_exact_at(&mut piece[..most], offset)?;
        context.update(&piece[..most]);
        offset += most as u64;
    }
    let digest = context.finish();
    Ok(digest.as_ref().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}")))
}
