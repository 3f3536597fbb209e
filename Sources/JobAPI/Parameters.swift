import JobSpool
import StrictJSON

/// The parameters of the operations, with the schemas the document prints.
extension Endpoint.Parameter {
  /// Most jobs a page holds.
  static let pageSizes = 1...1000
  static let usualPageSize = 50

  static let state = Self("state", "Only jobs in this state.", names(JobState.self))
  static let kind = Self("kind", "Only jobs of this kind.", names(JobKind.self))
  static let queue = Self("queue", "Only jobs of this queue.", names(JobQueue.self))
  static let before = Self(
    "before", "Only jobs older than this one: the last id of the page before.", Schema.jobIDValue)
  static let limit = Self(
    "limit", "Most jobs of the page.",
    [
      "type": "integer", "minimum": .int(pageSizes.lowerBound),
      "maximum": .int(pageSizes.upperBound), "default": .int(usualPageSize),
    ])

  static let prefer = Self(
    "Prefer",
    "`wait=N` asks to answer with the result if it is there within N seconds (at most 60).",
    ["type": "string", "examples": ["wait=10"]])
  static let idempotencyKey = Self(
    "Idempotency-Key",
    "The same key with the same body is the same job; with another body it is refused with 422.",
    ["type": "string", "pattern": "^[!-~]{1,200}$"])
  static let acceptEncoding = Self(
    "Accept-Encoding", "`zstd` gets the bytes as they are stored.",
    ["type": "string", "examples": ["zstd, identity;q=0.5"]])
  static let ifNoneMatch = Self(
    "If-None-Match", "Tags of results the client has.", ["type": "string"])
  static let lastEventID = Self(
    "Last-Event-ID", "`final` once the stream has told the end; the answer is 204 then.",
    ["type": "string"])

  private static func names<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type
  ) -> JSONValue where Choice.RawValue == String {
    ["type": "string", "enum": .array(Choice.allCases.map { .string($0.rawValue) })]
  }
}
