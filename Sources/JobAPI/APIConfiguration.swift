/// Where the API listens and the bounds it keeps.
package struct APIConfiguration: Sendable {
  /// Name or address to listen on, such as `0.0.0.0`.
  package var host: String

  /// 0 takes a free port; `onListening` is told which.
  package var port: Int

  /// Largest body of a request, in bytes.
  package var bodyByteLimit = 64 * 1024

  /// Largest head of a request and largest single header field, in bytes.
  package var headByteLimit = 16 * 1024

  /// Most header fields of a request.
  package var headerCountLimit = 100

  /// Open connections; further ones wait in the kernel's backlog until one closes.
  package var connectionLimit = 1024

  /// From the head of a request to the end of its body.
  package var requestDeadline = Duration.seconds(30)

  /// A connection without a request under way is closed after this; a head must arrive in it too.
  package var idleTimeout = Duration.seconds(60)

  /// Longest wait a client can ask for with `Prefer: wait`.
  package var longestWait = Duration.seconds(60)

  /// Most event streams that are open at a time.
  package var eventStreamLimit = 256

  /// How long an event stream may last; a client then connects again.
  package var longestEventStream = Duration.seconds(3600)

  /// Silence after which an event stream gets a comment.
  package var eventHeartbeat = Duration.seconds(15)

  /// Between two looks into the spool while somebody waits, whatever the number of the waiting.
  package var watchInterval = Duration.milliseconds(100)

  /// Most waiting jobs a queue may hold; nil is unbounded.
  package var queueBound: Int? = 500

  /// Whether `/metrics` is there.
  package var servesMetrics = true

  /// Tries a job gets when its document names no number, 1...20.
  package var usualMaxAttempts = 3

  /// What a refused client is told to wait.
  package var retryAfter = Duration.seconds(5)

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }
}
