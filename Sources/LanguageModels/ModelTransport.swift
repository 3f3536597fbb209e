import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOPosix

/// One exchange with a server: bounded, ended at the deadline, every failure mapped to our error.
struct ModelTransport: Sendable {
  /// Longest body that is sent or received.
  static let bodyLimit = 1_048_576

  let connections: ModelConnections
  let apiKey: APIKey?

  /// Sends a request and decodes a JSON answer.
  func exchange<Answer: Decodable>(
    _ method: HTTPMethod, _ url: String, body: String? = nil, as type: Answer.Type,
    deadline: ContinuousClock.Instant
  ) async throws(LanguageModelError) -> Answer {
    if let body, body.utf8.count > Self.bodyLimit {
      throw .requestTooLarge(byteCount: body.utf8.count, limit: Self.bodyLimit)
    }
    var request = HTTPClientRequest(url: url)
    request.method = method
    request.headers.add(name: "accept", value: "application/json")
    if let apiKey { request.headers.add(name: "authorization", value: "Bearer \(apiKey.secret)") }
    if let body {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: body))
    }
    let bytes = try await send(request, deadline: deadline)
    do {
      return try JSONDecoder().decode(Answer.self, from: bytes)
    } catch DecodingError.dataCorrupted {
      throw .malformedResponse(.notJSON)
    } catch let error as DecodingError {
      throw .malformedResponse(.missingField(Self.path(of: error)))
    } catch {
      throw .malformedResponse(.notJSON)
    }
  }

  /// Runs the exchange against a clock; whichever ends first cancels the other.
  ///
  /// Cancelling the exchange closes its connection, by which a server learns that nobody waits any
  /// more.
  private func send(
    _ request: HTTPClientRequest, deadline: ContinuousClock.Instant
  ) async throws(LanguageModelError) -> Data {
    let outcome = await withTaskGroup(of: Result<Data, LanguageModelError>.self) { group in
      group.addTask { await receive(request) }
      group.addTask {
        do {
          try await ContinuousClock().sleep(until: deadline)
          return .failure(.deadlineExceeded)
        } catch {
          return .failure(.cancelled)
        }
      }
      let first = await group.next() ?? .failure(.cancelled)
      group.cancelAll()
      return first
    }
    // A cancelled caller hears so, whatever the exchange made of its cancellation.
    if Task.isCancelled { throw .cancelled }
    return try outcome.get()
  }

  private func receive(_ request: HTTPClientRequest) async -> Result<Data, LanguageModelError> {
    do {
      // The deadline is kept outside; this far one only replaces the library's own.
      let response = try await connections.client.execute(request, deadline: .distantFuture)
      let buffer = try await response.body.collect(upTo: Self.bodyLimit)
      if let error = refusal(response, body: buffer) { return .failure(error) }
      return .success(Data(buffer: buffer))
    } catch {
      return .failure(Self.mapped(error))
    }
  }

  /// What the status and headers say against using the body, or nil.
  private func refusal(_ response: HTTPClientResponse, body: ByteBuffer) -> LanguageModelError? {
    guard (200..<300).contains(response.status.code) else {
      let wait = RetryAfter.duration(
        response.headers.first(name: "retry-after"), date: response.headers.first(name: "date"))
      return .status(Int(response.status.code), retryAfter: wait, excerpt: excerpt(body))
    }
    let type = response.headers.first(name: "content-type") ?? "unknown"
    let essence = type.prefix { $0 != ";" && $0 != " " }.lowercased()
    guard essence == "application/json" || essence.hasSuffix("+json") else {
      let letters = essence.filter {
        $0.isASCII && ($0.isLetter || $0.isNumber || "/+-.".contains($0))
      }
      return .wrongContentType(String(letters.prefix(64)))
    }
    return nil
  }

  /// The first 300 characters of an error body, for logs, without the key should a server echo it.
  private func excerpt(_ body: ByteBuffer) -> String {
    var text = String(buffer: body)
    if let apiKey { text = text.replacing(apiKey.secret, with: "…") }
    return String(text.prefix(300))
  }

  private static func path(of error: DecodingError) -> String {
    let context: DecodingError.Context
    var keys: [any CodingKey] = []
    switch error {
    case .keyNotFound(let key, let found):
      context = found
      keys = [key]
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
      context = found
    @unknown default: return "content"
    }
    keys = context.codingPath + keys
    let names = keys.map { $0.intValue.map(String.init) ?? $0.stringValue }
    return names.isEmpty ? "content" : names.joined(separator: ".")
  }

  private static func mapped(_ error: any Error) -> LanguageModelError {
    switch error {
    case is CancellationError: .cancelled
    case is NIOTooManyBytesError: .responseTooLarge(limit: bodyLimit)
    case let error as HTTPClientError: mapped(error)
    case let error as NIOConnectionError: mapped(error)
    case HTTPParserError.invalidEOFState: .unreachable(.connectionLost)
    case is HTTPParserError: .malformedResponse(.notHTTP)
    case let error as IOError:
      .unreachable(error.errnoCode == ECONNREFUSED ? .connectionRefused : .connectionLost)
    // The TLS library is the client's own dependency, not ours: its errors are known by its name.
    case _ where String(reflecting: type(of: error)).hasPrefix("NIOSSL."):
      .unreachable(.tlsFailed)
    default: .unreachable(.connectionLost)
    }
  }

  private static func mapped(_ error: HTTPClientError) -> LanguageModelError {
    switch error {
    case .cancelled: .cancelled
    case .connectTimeout: .unreachable(.connectTimeout)
    case .tlsHandshakeTimeout: .unreachable(.tlsFailed)
    case .deadlineExceeded: .deadlineExceeded
    case .alreadyShutdown: .unreachable(.shutDown)
    default: .unreachable(.connectionLost)
    }
  }

  private static func mapped(_ error: NIOConnectionError) -> LanguageModelError {
    if error.connectionErrors.isEmpty { return .unreachable(.nameNotFound) }
    return .unreachable(.connectionRefused)
  }
}
