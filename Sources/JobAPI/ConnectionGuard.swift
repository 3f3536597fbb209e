import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import StrictJSON

/// Keeps one connection within its bounds, between the HTTP codec and Hummingbird.
///
/// - A request has to arrive whole within `requestDeadline`. When it has not, whoever reads its
///   body gets `DeadlineExceeded` and can still answer; when it was answered already, the
///   connection is closed.
/// - What is not HTTP, or has too large a head, is answered with problem details and closed.
/// - After an answer that says `Connection: close` the rest of the request is thrown away for
///   `lingering` before the connection is closed. Closing at once would make the kernel reset the
///   connection, and the client would lose the answer (RFC 9112, 9.6).
/// - `Expect: 100-continue` is answered, unless the body is announced as too large.
///
/// A head that never ends is not seen here: Hummingbird's idle time-out ends such a connection.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  struct DeadlineExceeded: Error {}

  private let requestDeadline: TimeAmount
  private let bodyByteLimit: Int
  private let lingering = TimeAmount.seconds(1)

  /// Told the status of each answer given here, which no handler sees.
  private let onRefusal: @Sendable (Int) -> Void

  private var isReadingRequest = false
  private var unansweredCount = 0
  private var isClosingAfterAnswer = false
  private var isDiscarding = false
  private var deadline: Scheduled<Void>?

  init(
    requestDeadline: TimeAmount, bodyByteLimit: Int, onRefusal: @escaping @Sendable (Int) -> Void
  ) {
    self.requestDeadline = requestDeadline
    self.bodyByteLimit = bodyByteLimit
    self.onRefusal = onRefusal
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isDiscarding else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      isReadingRequest = true
      unansweredCount += 1
      startDeadline(context)
      answerExpectation(head, context)
    case .end:
      isReadingRequest = false
      deadline?.cancel()
    case .body: break
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head) where head.status.kind != .informational:
      isClosingAfterAnswer = head.headerFields[.connection]?.lowercased() == "close"
    case .end:
      unansweredCount -= 1
      if isClosingAfterAnswer {
        context.writeAndFlush(data, promise: promise)
        closeSlowly(context)
        return
      }
    case .head, .body: break
    }
    context.write(data, promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError, unansweredCount == 0, !isDiscarding else {
      context.fireErrorCaught(error)
      return
    }
    let problem =
      error == .headerOverflow
      ? Problem(.headersTooLarge, "Send fewer or shorter header fields.")
      : Problem(.malformedRequest, "The bytes received are not an HTTP request.")
    refuse(problem, context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
  }

  private func startDeadline(_ context: ChannelHandlerContext) {
    deadline?.cancel()
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    deadline = context.value.eventLoop.assumeIsolated().scheduleTask(in: requestDeadline) {
      [self] in
      guard isReadingRequest, !isDiscarding else { return }
      if unansweredCount > 0 {
        context.value.fireErrorCaught(DeadlineExceeded())
      } else {
        context.value.close(promise: nil)
      }
    }
  }

  private func answerExpectation(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
    guard head.headerFields[.expect]?.lowercased() == "100-continue" else { return }
    let announced = head.headerFields[.contentLength].flatMap { Int($0) } ?? 0
    guard announced <= bodyByteLimit else { return }
    context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
  }

  private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
    let body = ByteBuffer(string: problem.body.canonicalText)
    var head = HTTPResponse(status: problem.kind.status)
    head.headerFields = [
      .contentType: Problem.contentType, .contentLength: String(body.readableBytes),
      .connection: "close",
    ]
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(body)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    onRefusal(problem.kind.status.code)
    closeSlowly(context)
  }

  private func closeSlowly(_ context: ChannelHandlerContext) {
    guard !isDiscarding else { return }
    isDiscarding = true
    deadline?.cancel()
    context.close(mode: .output, promise: nil)
    guard isReadingRequest || unansweredCount == 0 else { return }
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.value.eventLoop.assumeIsolated().scheduleTask(in: lingering) {
      context.value.close(promise: nil)
    }
  }
}
