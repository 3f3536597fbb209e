/// Whether trying again can help, decided where the cause is known.
package enum RetryAdvice: Sendable, Hashable {
  case never
  /// After a pause of the caller's choice.
  case later
  /// Not before this long, as the backend asked.
  case after(Duration)
}

/// Why a language model gave no answer.
///
/// `description` holds no text from the server and no secret: it may be shown to clients.
package enum LanguageModelError: Error, Sendable, Equatable {
  /// The address is not one a model can be reached at; `reason` says why, without the address.
  case invalidEndpoint(reason: String)
  case unreachable(Unreachable)
  /// An HTTP status that is not success; `excerpt` is the beginning of the server's text, for logs.
  case status(Int, retryAfter: Duration?, excerpt: String)
  case requestTooLarge(byteCount: Int, limit: Int)
  case responseTooLarge(limit: Int)
  case wrongContentType(String)
  /// The body is not what the protocol promises.
  case malformedResponse(Malformation)
  case deadlineExceeded
  case cancelled

  /// Why no connection came about or held.
  package enum Unreachable: Sendable, Hashable {
    case connectionRefused, connectTimeout, connectionLost, nameNotFound, tlsFailed, shutDown
  }

  /// What is wrong with a body.
  package enum Malformation: Sendable, Hashable {
    case notHTTP, notJSON, missingField(String)
  }

  /// Whether the same request may succeed when tried again.
  package var retryAdvice: RetryAdvice {
    switch self {
    case .invalidEndpoint, .requestTooLarge, .responseTooLarge, .wrongContentType,
      .deadlineExceeded, .cancelled:
      .never
    case .unreachable(.tlsFailed), .unreachable(.shutDown): .never
    case .unreachable: .later
    case .malformedResponse(.notJSON): .later
    case .malformedResponse: .never
    case .status(let code, let retryAfter, _): Self.advice(status: code, retryAfter: retryAfter)
    }
  }

  private static func advice(status: Int, retryAfter: Duration?) -> RetryAdvice {
    switch status {
    case 429, 503: retryAfter.map(RetryAdvice.after) ?? .later
    case 408, 409, 425, 500, 502, 504: .later
    default: .never
    }
  }
}

extension LanguageModelError: CustomStringConvertible {
  /// One sentence without the server's words, addresses or keys.
  package var description: String {
    switch self {
    case .invalidEndpoint(let reason): "the address of the server cannot be used: \(reason)"
    case .unreachable(let cause): cause.sentence
    case .status(401, _, _), .status(403, _, _): "the server did not accept the API key"
    case .status(404, _, _): "the server does not know the model or the path (HTTP 404)"
    case .status(429, _, _): "the server has too many requests (HTTP 429)"
    case .status(let code, _, _) where (300..<400).contains(code):
      "the server answered with a redirection (HTTP \(code)), which is not followed"
    case .status(let code, _, _): "the server answered with HTTP \(code)"
    case .requestTooLarge(let byteCount, let limit):
      "the request has \(byteCount) bytes; at most \(limit) are sent"
    case .responseTooLarge(let limit): "the answer is longer than \(limit) bytes"
    case .wrongContentType(let type):
      "the answer is of type \(type); application/json is expected"
    case .malformedResponse(.notHTTP): "the server does not speak HTTP"
    case .malformedResponse(.notJSON): "the answer is not complete JSON"
    case .malformedResponse(.missingField(let field)): "the answer has no usable \(field)"
    case .deadlineExceeded: "no answer came in time"
    case .cancelled: "the request was cancelled"
    }
  }
}

extension LanguageModelError.Unreachable {
  fileprivate var sentence: String {
    switch self {
    case .connectionRefused: "the server refused the connection"
    case .connectTimeout: "no connection to the server came about in time"
    case .connectionLost: "the server closed the connection before answering"
    case .nameNotFound: "the server's name could not be resolved"
    case .tlsFailed: "no trusted TLS connection to the server came about"
    case .shutDown: "the connections of this process are shut down"
    }
  }
}
