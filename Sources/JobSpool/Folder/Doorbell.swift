import Glibc

/// A file whose change wakes whoever waits for news of the spool.
///
/// A file of its own: the database's log changes with every heartbeat, and is deleted with the last
/// connection. Watching it works across containers of one machine; see `SpoolWatch`.
package final class Doorbell: Sendable {
  private let file: Int32

  /// Makes the file when it is missing.
  package init(path: String) throws(SpoolError) {
    file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o664)
    guard file >= 0 else { throw SystemCall.failure("open", path) }
    // Whatever the umask: other users of the group ring too. Fails for who is not the owner; fine.
    fchmod(file, 0o664)
  }

  deinit { close(file) }

  /// Wakes everybody who watches the file; call it after the commit. A bell that cannot be rung, on
  /// a full disk, only means that they look a little later.
  package func ring() {
    var byte: UInt8 = 1
    _ = pwrite(file, &byte, 1, 0)
  }
}
