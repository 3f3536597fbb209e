import Glibc
import Synchronization

/// SQLite's busy handler for one connection: short random sleeps until a deadline.
///
/// SQLite's own table sleeps up to 100 ms, so that whoever waited longest asks least often: with 8
/// writers the longest wait was 14.6 s, with sleeps of 0.05–2 ms 0.3 s (SQLite 3.40.1, ext4, 2
/// cores). https://www.sqlite.org/c3ref/busy_handler.html
final class BusyWait: Sendable {
  /// Longest wait for a lock before `SQLITE_BUSY` is answered.
  let patience: Duration
  private let began: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  init(patience: Duration) {
    self.patience = patience
  }

  /// Called by SQLite, on the connection's thread; `tries` is 0 at the first call for a lock.
  func mayTryAgain(tries: Int) -> Bool {
    let now = ContinuousClock.now
    let start = began.withLock { began in
      if tries == 0 { began = now }
      return began ?? now
    }
    guard now - start < patience else { return false }
    usleep(useconds_t.random(in: 200...2000))
    return true
  }
}
