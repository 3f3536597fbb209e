import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import NIOHTTP1

extension Request {
  /// The bytes of a JSON body.
  ///
  /// A body that says it is too large is refused before it is read, one that turns out to be too
  /// large as soon as it does.
  ///
  /// - Throws: a problem; nothing that was read is kept then.
  func jsonBody(byteLimit: Int) async throws -> [UInt8] {
    guard Negotiation.isJSON(headers[.contentType]) else {
      throw Problem(
        .unsupportedMediaType, "Send the body as JSON in UTF-8.", field: "Content-Type",
        found: headers[.contentType].map { String($0.prefix(80)) },
        allowed: "application/json")
    }
    if let coding = headers[.contentEncoding], coding.lowercased() != "identity" {
      throw Problem(
        .unsupportedMediaType, "Send the body without a content coding.",
        field: "Content-Encoding", found: String(coding.prefix(80)), allowed: "identity")
    }
    let declared = headers[.contentLength].flatMap { Int($0) }
    if let declared, declared > byteLimit { throw Self.tooLarge(declared, byteLimit: byteLimit) }
    let bytes = try await collect(byteLimit: byteLimit)
    if let declared, bytes.count < declared {
      throw Problem(
        .malformedRequest, "The body ended early.", field: "Content-Length",
        found: "\(bytes.count) bytes", allowed: "\(declared) bytes, as announced")
    }
    return bytes
  }

  private func collect(byteLimit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      for try await part in body {
        guard bytes.count + part.readableBytes <= byteLimit else {
          throw Self.tooLarge(nil, byteLimit: byteLimit)
        }
        bytes.append(contentsOf: part.readableBytesView)
      }
    } catch let problem as Problem {
      throw problem
    } catch is ConnectionGuard.DeadlineExceeded {
      throw Problem(
        .requestTimeout, "The body did not arrive within the time a request may take.",
        headers: [.connection: "close"])
    } catch is HTTPParserError {
      throw Problem(
        .malformedRequest, "The body ended early or is not framed as HTTP asks.",
        headers: [.connection: "close"])
    }
    return bytes
  }

  private static func tooLarge(_ byteCount: Int?, byteLimit: Int) -> Problem {
    Problem(
      .bodyTooLarge, "The body is larger than this service reads.", field: "Content-Length",
      found: byteCount.map { "\($0) bytes" }, allowed: "at most \(byteLimit) bytes",
      headers: [.connection: "close"])
  }
}
