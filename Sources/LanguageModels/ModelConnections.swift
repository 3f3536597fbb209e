import AsyncHTTPClient
import NIOCore

/// The HTTP connections of a process to its model servers, shared by all models.
///
/// Redirections are not followed: a key must not travel to another address than the configured one.
package final class ModelConnections: Sendable {
  let client: HTTPClient

  /// - Parameter connectTimeout: how long a connection, with its TLS handshake, may take to come
  ///   about.
  package init(connectTimeout: Duration = .seconds(5)) {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.decompression = .disabled
    configuration.timeout.connect = .nanoseconds(connectTimeout.nanoseconds)
    // Retries are decided above, by the error's advice; here they would hide a refused connection
    // until the connect timeout.
    configuration.connectionPool.retryConnectionEstablishment = false
    client = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
  }

  /// Ends all connections; requests in flight fail. A second call does nothing.
  package func shutdown() async {
    // The only error is that the client is shut down already.
    try? await client.shutdown()
  }

  deinit {
    // A client must not go away open. Already shut down is the only error.
    client.shutdown { _ in }
  }
}

extension Duration {
  /// Whole nanoseconds, at the limits of `Int64` beyond them.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return carried ? (seconds < 0 ? .min : .max) : sum
  }
}
