import NIOCore
import NIOPosix
import StrictJSON

/// One TCP connection to the server, byte by byte.
struct Wire {
  struct Closed: Error {}

  private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  private let channel: any Channel
  private var received: [UInt8] = []

  /// Opens a connection for as long as `body` takes.
  static func open<Result>(
    port: Int, body: (inout Wire) async throws -> Result
  ) async throws -> Result {
    let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
            wrappingChannelSynchronously: channel,
            configuration: .init(isOutboundHalfClosureEnabled: true))
        }
      }
    return try await client.executeThenClose { inbound, outbound in
      var wire = Wire(
        outbound: outbound, inbound: inbound.makeAsyncIterator(), channel: client.channel)
      return try await body(&wire)
    }
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

  /// Says that nothing more will be sent.
  func finishSending() async throws { try await channel.close(mode: .output) }

  /// Reads until the bytes end with the mark or contain it; the bytes up to its end are taken.
  mutating func read(through mark: String) async throws -> String {
    let mark = Array(mark.utf8)
    while true {
      if let end = Self.end(of: mark, in: received) {
        let text = String(decoding: received[..<end], as: UTF8.self)
        received.removeFirst(end)
        return text
      }
      try await more()
    }
  }

  /// Reads all there is until the server closes.
  mutating func readToEnd() async -> [UInt8] {
    do { while true { try await more() } } catch {}  // Closed or reset: both are the end.
    defer { received = [] }
    return received
  }

  /// Reads an answer with its body.
  mutating func answer(toHead: Bool = false) async throws -> Answer {
    let lines = try await read(through: "\r\n\r\n").split(separator: "\r\n")
    let status = lines[0].split(separator: " ")
    var answer = Answer(status: Int(status[1]) ?? 0)
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
      answer.headers.append((parts[0].lowercased(), String(value)))
    }
    if toHead || [204, 304].contains(answer.status) || answer.status < 200 { return answer }
    if let count = answer["content-length"].flatMap({ Int($0) }) {
      while received.count < count { try await more() }
      answer.body = Array(received.prefix(count))
      received.removeFirst(count)
    }
    return answer
  }

  private mutating func more() async throws {
    guard let part = try await inbound.next() else { throw Closed() }
    received.append(contentsOf: part.readableBytesView)
  }

  private static func end(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    for start in 0...(bytes.count - mark.count) where bytes[start...].starts(with: mark) {
      return start + mark.count
    }
    return nil
  }
}

/// What the server answered.
struct Answer {
  var status: Int

  /// Names in lower case.
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []

  init(status: Int) { self.status = status }

  subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

  var text: String { String(decoding: body, as: UTF8.self) }

  /// Null when the body is not JSON: the expectation on it then fails.
  var json: JSONValue { (try? JSONParser.parse(body).value) ?? .null }

  /// The last part of the problem's type.
  var problem: String? {
    guard case .string(let type)? = json["type"], type.hasPrefix("/problems/") else { return nil }
    return String(type.dropFirst("/problems/".count))
  }
}
