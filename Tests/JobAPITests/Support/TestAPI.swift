import HTTPTypes
import JobSpool
import Logging
import Monitoring
import NIOCore
import ServiceLifecycle
import StrictJSON
import Synchronization
import Testing

@testable import JobAPI

/// A running server with a store and results in memory. Every answer is held to the document.
struct TestAPI {
  /// The moment every test happens at.
  static let now = Timestamp(milliseconds: 1_795_393_815_250)

  let store: MemoryStore
  let results: MemoryResults
  let registry: PrometheusRegistry
  let log: MemoryLog
  let port: Int
  let shutDown: @Sendable () async -> Void

  /// Runs a server on a free port for as long as `body` takes, then shuts it down.
  static func run(
    _ configure: (inout APIConfiguration) -> Void = { _ in },
    body: (TestAPI) async throws -> Void
  ) async throws {
    var configuration = APIConfiguration(host: "127.0.0.1", port: 0)
    configuration.watchInterval = .milliseconds(2)
    configure(&configuration)
    let (ports, told) = AsyncStream.makeStream(of: Int.self)
    let log = MemoryLog()
    let logger = Logger(label: "test") { _ in log }
    let store = MemoryStore()
    let results = MemoryResults()
    let registry = PrometheusRegistry()
    let server = APIServer(
      configuration: configuration, store: store, results: results, health: .wellForTests,
      metrics: ServiceMetrics(registry: registry), logger: logger, now: { Self.now },
      onListening: { told.yield($0) })
    let group = ServiceGroup(
      services: [server], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      for await port in ports {
        try await body(
          TestAPI(
            store: store, results: results, registry: registry, log: log, port: port,
            shutDown: { await group.triggerGracefulShutdown() }))
        break
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  /// Sends one request on a connection of its own.
  func request(
    _ method: String, _ target: String, headers: [String] = [], body: [UInt8]? = nil
  ) async throws -> Answer {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for header in headers { head += header + "\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    let bytes = Array("\(head)\r\n".utf8) + (body ?? [])
    let answer = try await Wire.open(port: port) { wire in
      try await wire.send(bytes)
      return try await wire.answer(toHead: method == "HEAD")
    }
    Self.holdToDocument(answer, method, target)
    return answer
  }

  func get(_ target: String, headers: [String] = []) async throws -> Answer {
    try await request("GET", target, headers: headers)
  }

  /// Posts a brief.
  func post(_ json: String, headers: [String] = []) async throws -> Answer {
    try await request(
      "POST", "/v1/briefs", headers: ["Content-Type: application/json"] + headers,
      body: Array(json.utf8))
  }

  /// The id of the job an answer speaks of.
  static func id(_ answer: Answer) throws -> JobID {
    guard case .string(let text)? = answer.json["id"], let id = JobID(rawValue: text) else {
      throw Wire.Closed()
    }
    return id
  }

  /// Records an issue unless the document has this answer of this operation.
  static func holdToDocument(_ answer: Answer, _ method: String, _ target: String) {
    #expect(answer["x-request-id"] != nil, "no request id")
    if answer.status >= 400, answer["content-type"] != "application/json" {
      #expect(answer["content-type"] == "application/problem+json")
    }
    let path = target.split(separator: "?").first.map { $0.split(separator: "/") } ?? []
    let operation = documented.first { endpoint in
      let template = endpoint.path.split(separator: "/")
      let isMatch =
        template.count == path.count
        && zip(template, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
      return isMatch && endpoint.method.rawValue == (method == "HEAD" ? "GET" : method)
    }
    guard let operation else {
      #expect([404, 405].contains(answer.status))
      return
    }
    guard let known = operation.answers.first(where: { $0.status == answer.status }) else {
      // Anything else must be a problem, which the document's default answer covers.
      #expect(answer["content-type"] == Problem.contentType, "\(answer.status)")
      return
    }
    if let type = known.contentType, answer["content-length"] != "0" {
      #expect(answer["content-type"]?.hasPrefix(type) == true, "\(answer.headers)")
    }
  }

  private static let documented: [Endpoint] = API.forTests(MemoryStore()).endpoints
}

extension API {
  static func forTests(_ store: MemoryStore) -> API {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return API(
      configuration: APIConfiguration(host: "127.0.0.1", port: 0), store: store,
      results: MemoryResults(), health: .wellForTests,
      metrics: ServiceMetrics(registry: PrometheusRegistry()),
      watcher: JobWatcher(store: store, interval: .milliseconds(1), logger: logger),
      now: { TestAPI.now })
  }
}

extension HealthProbes {
  static let wellForTests = HealthProbes(
    version: "1.2.3", live: { [HealthCheck("process")] },
    ready: { [HealthCheck("spool", failure: "the keeper does not hold the lock")] })
}

/// Keeps every line logged, with its metadata.
struct MemoryLog: LogHandler {
  final class Lines: Sendable {
    let stored = Mutex<[String]>([])
  }

  let stored = Lines()
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.trace

  var lines: [String] { stored.stored.withLock { $0 } }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, last in last }
    let pairs = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    stored.stored.withLock {
      $0.append(([event.message.description] + pairs).joined(separator: " "))
    }
  }
}
