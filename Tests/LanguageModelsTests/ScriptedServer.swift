import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A real HTTP server on loopback that answers as a script says and remembers what it was asked.
final class ScriptedServer: Sendable {
  struct Received: Sendable {
    var method: HTTPMethod
    var path: String
    var headers: HTTPHeaders
    var body: String
  }

  enum Reply: Sendable {
    case answer(HTTPResponseStatus, [(String, String)], String)
    /// Promises more bytes than it sends, then closes.
    case cut(String)
    /// Never answers; `abandonments` tells when the client closes.
    case silence
    /// Closes with a TCP reset.
    case reset

    static func json(_ text: String) -> Reply {
      .answer(.ok, [("content-type", "application/json; charset=utf-8")], text)
    }
  }

  /// One element for each connection that the client closed while no answer had been given.
  let abandonments: AsyncStream<Void>
  /// One element for each request that was answered with silence.
  let silences: AsyncStream<Void>

  private let channel: any Channel
  private let log: Log

  private init(channel: any Channel, log: Log, streams: (AsyncStream<Void>, AsyncStream<Void>)) {
    self.channel = channel
    self.log = log
    (abandonments, silences) = streams
  }

  /// - Parameter script: the reply to each request, which gets its number from 0.
  static func start(
    _ script: @escaping @Sendable (Int, Received) -> Reply
  ) async throws -> ScriptedServer {
    let log = Log()
    let abandonments = AsyncStream.makeStream(of: Void.self)
    let silences = AsyncStream.makeStream(of: Void.self)
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(
            ScriptHandler(
              log: log, script: script, abandoned: abandonments.continuation,
              silenced: silences.continuation))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return ScriptedServer(
      channel: channel, log: log, streams: (abandonments.stream, silences.stream))
  }

  var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/v1" }

  var received: [Received] { log.all }

  func stop() async {
    // Closing a channel that is closed already is no failure of the test.
    try? await channel.close()
  }

  final class Log: Sendable {
    private let requests = Mutex<[Received]>([])

    var all: [Received] { requests.withLock { $0 } }

    func append(_ request: Received) -> Int {
      requests.withLock {
        $0.append(request)
        return $0.count - 1
      }
    }
  }
}

/// Lives on one event loop; NIO calls it from nowhere else.
private final class ScriptHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let log: ScriptedServer.Log
  private let script: @Sendable (Int, ScriptedServer.Received) -> ScriptedServer.Reply
  private let abandoned: AsyncStream<Void>.Continuation
  private let silenced: AsyncStream<Void>.Continuation
  private var current: ScriptedServer.Received?
  private var isSilent = false

  init(
    log: ScriptedServer.Log,
    script: @escaping @Sendable (Int, ScriptedServer.Received) -> ScriptedServer.Reply,
    abandoned: AsyncStream<Void>.Continuation, silenced: AsyncStream<Void>.Continuation
  ) {
    self.log = log
    self.script = script
    self.abandoned = abandoned
    self.silenced = silenced
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      current = ScriptedServer.Received(
        method: head.method, path: head.uri, headers: head.headers, body: "")
    case .body(let buffer):
      current?.body += String(buffer: buffer)
    case .end:
      guard let request = current else { return }
      reply(script(log.append(request), request), context: context)
    }
  }

  private func reply(_ reply: ScriptedServer.Reply, context: ChannelHandlerContext) {
    switch reply {
    case .answer(let status, let headers, let body):
      write(status, headers, body, length: body.utf8.count, context: context)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    case .cut(let body):
      write(
        .ok, [("content-type", "application/json")], body, length: body.utf8.count + 100,
        context: context)
      context.flush()
      context.close(promise: nil)
    case .silence:
      isSilent = true
      silenced.yield()
    case .reset:
      // Lingering for no time makes the kernel send a reset in place of an orderly end. On the
      // event loop the option is set before the call returns.
      if let socket = context.channel as? any SocketOptionProvider {
        _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
      }
      context.close(promise: nil)
    }
  }

  private func write(
    _ status: HTTPResponseStatus, _ headers: [(String, String)], _ body: String, length: Int,
    context: ChannelHandlerContext
  ) {
    var head = HTTPResponseHead(version: .http1_1, status: status)
    for (name, value) in headers { head.headers.add(name: name, value: value) }
    head.headers.add(name: "content-length", value: String(length))
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if isSilent { abandoned.yield() }
    context.fireChannelInactive()
  }
}
