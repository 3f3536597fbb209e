import Foundation
import Glibc
internal import SpoolSQLite

/// Tells when bells ring or files are dropped, and at a steady interval in any case.
///
/// inotify(7) is only a hint: it is deaf to other machines, can overflow, and loses what is
/// unmounted or replaced. So every `interval` an event comes anyway, and the watches are set again.
/// A thread of its own waits in poll(2); events that nobody has taken yet become one.
package final class SpoolWatch: Sendable {
  /// Why it is time to look.
  package enum Event: Sendable, Hashable {
    /// Something changed.
    case changed
    /// Nothing was heard for the interval; look anyway.
    case elapsed
  }

  /// For one reader; ends after `stop`.
  package let events: AsyncStream<Event>
  private let loop: WatchLoop

  /// - Parameters:
  ///   - files: bells; they may appear later.
  ///   - folders: where files are renamed in or closed after writing.
  ///   - interval: longest time without an event, at least 1 ms.
  package init(
    files: [String], folders: [String] = [], interval: Duration = .seconds(1)
  ) throws(SpoolError) {
    let (events, continuation) = AsyncStream.makeStream(
      of: Event.self, bufferingPolicy: .bufferingNewest(1))
    self.events = events
    let stopper = spool_event_descriptor()
    guard stopper >= 0 else { throw SystemCall.failure("eventfd", "the watch") }
    let loop = WatchLoop(
      files: files, folders: folders, milliseconds: max(interval.milliseconds, 1), stopper: stopper,
      continuation: continuation)
    self.loop = loop
    // Before the thread starts: a bell rung after this call must not be missed.
    loop.watchAll()
    Thread.detachNewThread { loop.run() }
  }

  deinit { loop.stop() }

  /// Ends `events`; may be called at any time and again.
  package func stop() { loop.stop() }
}

/// The thread behind a watch.
private final class WatchLoop: Sendable {
  private let files: [String]
  private let folders: [String]
  private let milliseconds: Int64
  private let stopper: Int32
  /// -1 where inotify is not to be had; the interval remains.
  private let notifier: Int32
  private let continuation: AsyncStream<SpoolWatch.Event>.Continuation

  init(
    files: [String], folders: [String], milliseconds: Int64, stopper: Int32,
    continuation: AsyncStream<SpoolWatch.Event>.Continuation
  ) {
    self.files = files
    self.folders = folders
    self.milliseconds = milliseconds
    self.stopper = stopper
    self.continuation = continuation
    notifier = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
  }

  deinit {
    close(stopper)
    close(notifier)
  }

  func stop() {
    var one: UInt64 = 1
    _ = write(stopper, &one, 8)
  }

  /// Adding a watch again changes nothing when the same file is there, and finds a new one.
  func watchAll() {
    guard notifier >= 0 else { return }
    for path in files { inotify_add_watch(notifier, path, UInt32(IN_MODIFY)) }
    for path in folders {
      let mask = UInt32(IN_MOVED_TO) | UInt32(IN_CLOSE_WRITE) | UInt32(IN_ONLYDIR)
      inotify_add_watch(notifier, path, mask)
    }
  }

  func run() {
    var polled = [
      pollfd(fd: stopper, events: Int16(POLLIN), revents: 0),
      pollfd(fd: notifier, events: Int16(POLLIN), revents: 0),
    ]
    let timeout = Int32(clamping: milliseconds)
    while true {
      let ready = poll(&polled, nfds_t(polled.count), timeout)
      if polled[0].revents != 0 { break }
      if ready > 0 {
        drain()
        continuation.yield(.changed)
      } else if ready == 0 {
        watchAll()
        continuation.yield(.elapsed)
      } else if errno != EINTR {
        // poll(2) itself fails, for want of memory: the interval remains.
        usleep(useconds_t(clamping: milliseconds * 1000))
        continuation.yield(.elapsed)
      }
    }
    continuation.finish()
  }

  /// Takes what inotify holds; what it was does not matter, whoever is woken looks for himself.
  private func drain() {
    var buffer = [UInt8](repeating: 0, count: 16384)
    while read(notifier, &buffer, buffer.count) > 0 {}
  }
}
