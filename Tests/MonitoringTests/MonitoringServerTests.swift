import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import StrictJSON
import Testing

@testable import Monitoring

@Suite struct `A worker's own port` {
  @Test func `health answers the questions apart`() async throws {
    let probes = HealthProbes(
      version: "1.2.3", live: { [HealthCheck("heartbeat")] },
      ready: { [HealthCheck("spool", failure: "the volume is full"), HealthCheck("models")] })
    try await withServer(probes) { port in
      let live = try await get("/health/live", port: port)
      #expect(live.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(live.hasSuffix(#"{"services":{"heartbeat":"healthy"},"status":"healthy"}"#))
      let ready = try await get("/health/ready", port: port)
      #expect(ready.hasPrefix("HTTP/1.1 503 "))
      #expect(
        ready.hasSuffix(
          #"{"reasons":["spool: the volume is full"],"#
            + #""services":{"models":"healthy","spool":"unhealthy"},"status":"unhealthy"}"#))
      let summary = try await get("/health", port: port)
      #expect(summary.hasPrefix("HTTP/1.1 503 "))
      #expect(summary.contains(#""heartbeat":"healthy""#))
      #expect(summary.hasSuffix(#""version":"1.2.3"}"#))
    }
  }

  @Test func `the scrape has the content type Prometheus asks for`() async throws {
    try await withServer(.well) { port in
      let scrape = try await get("/metrics", port: port)
      #expect(scrape.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(scrape.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
      #expect(scrape.contains("# TYPE queue_size gauge\n"))
    }
  }

  @Test func `without metrics the health addresses remain`() async throws {
    try await withServer(.well, servesMetrics: false) { port in
      let scrape = try await get("/metrics", port: port)
      #expect(scrape.hasPrefix("HTTP/1.1 404 "))
      let live = try await get("/health/live", port: port)
      #expect(live.hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func `an unknown address is not found`() async throws {
    try await withServer(.well) { port in
      let answer = try await get("/v1/jobs", port: port)
      #expect(answer.hasPrefix("HTTP/1.1 404 "))
    }
  }

  @Test func `a header list beyond the bound is refused`() async throws {
    try await withServer(.well) { port in
      let long = "/metrics HTTP/1.1\r\nX-Long: " + String(repeating: "a", count: 20_000)
      let answer = try await get(long, port: port)
      #expect(!answer.hasPrefix("HTTP/1.1 200"))
    }
  }
}

extension HealthProbes {
  fileprivate static let well = HealthProbes(version: "0", live: { [] }, ready: { [] })
}

/// Runs a server on a free port for as long as `body` takes.
private func withServer(
  _ probes: HealthProbes, servesMetrics: Bool = true, body: (Int) async throws -> Void
) async throws {
  let (ports, told) = AsyncStream.makeStream(of: Int.self)
  let server = MonitoringServer(
    host: "127.0.0.1", port: 0, registry: PrometheusRegistry(), probes: probes,
    servesMetrics: servesMetrics,
    logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
    onListening: { told.yield($0) })
  let group = ServiceGroup(
    services: [server], logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  try await withThrowingTaskGroup(of: Void.self) { tasks in
    tasks.addTask { try await group.run() }
    for await port in ports {
      try await body(port)
      break
    }
    await group.triggerGracefulShutdown()
    try await tasks.waitForAll()
  }
}

/// Sends one request and reads until the server closes.
private func get(_ path: String, port: Int) async throws -> String {
  let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .connect(host: "127.0.0.1", port: port) { channel in
      channel.eventLoop.makeCompletedFuture {
        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
      }
    }
  return try await client.executeThenClose { inbound, outbound in
    let version = path.contains(" HTTP/") ? "" : " HTTP/1.1"
    try await outbound.write(
      ByteBuffer(string: "GET \(path)\(version)\r\nHost: x\r\nConnection: close\r\n\r\n"))
    var answer = ByteBuffer()
    for try await part in inbound { answer.writeImmutableBuffer(part) }
    return String(buffer: answer)
  }
}
