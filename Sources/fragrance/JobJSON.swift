import Foundation
import JobSpool
import StrictJSON

extension Job {
  /// A job as `--json` prints it.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(id.rawValue), "kind": .string(kind.rawValue),
      "queue": .string(queue.rawValue), "state": .string(state.rawValue),
      "priority": .int(priority), "attempt": .int(attempt), "maxAttempts": .int(maxAttempts),
      "createdAt": .string(createdAt.text), "runAt": .string(runAt.text),
    ]
    members["startedAt"] = startedAt.map { .string($0.text) }
    members["finishedAt"] = finishedAt.map { .string($0.text) }
    members["progress"] = progress.map {
      ["fraction": .number($0.fraction), "stage": .string($0.stage)]
    }
    members["error"] = failure.map {
      ["code": .string($0.code), "message": .string($0.message)]
    }
    return .object(members)
  }
}

extension Timestamp {
  /// Now, by the system's clock.
  static var now: Timestamp {
    Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  }

  /// RFC 3339 with milliseconds, in UTC.
  var text: String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      .formatted(.iso8601.year().month().day().time(includingFractionalSeconds: true))
  }
}
