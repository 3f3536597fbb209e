import Hummingbird
import JobSpool
import StrictJSON

extension API {
  /// `GET /v1/jobs`: a page, newest first, with the address of the next one.
  func listJobs(_ request: Request, _ context: APIContext) async throws -> Response {
    let query = request.uri.queryParameters
    let filter = JobFilter(
      state: try choice("state", query["state"]), kind: try choice("kind", query["kind"]),
      queue: try choice("queue", query["queue"]), before: try before(query["before"]),
      limit: try limit(query["limit"]))
    let jobs = try await store.jobs(filter)
    var body: [String: JSONValue] = ["jobs": .array(jobs.map { WireJob($0).summary })]
    if jobs.count == filter.limit, let last = jobs.last {
      body["next"] = .string(Self.address(of: filter, before: last.id))
    }
    return .json(.object(body))
  }

  /// `GET /v1/jobs/{id}`.
  func getJob(_ request: Request, _ context: APIContext) async throws -> Response {
    .json(WireJob(try await job(try jobID(context))).full)
  }

  /// `DELETE /v1/jobs/{id}`: 200 when it is cancelled now or was before, 202 when its worker has to
  /// stop first.
  func cancelJob(_ request: Request, _ context: APIContext) async throws -> Response {
    let id = try jobID(context)
    let outcome = try await store.cancel(id, now: now())
    switch outcome {
    case .cancelled, .alreadyFinal(.cancelled): return .json(WireJob(try await job(id)).full)
    case .requested: return .json(WireJob(try await job(id)).full, status: .accepted)
    case .alreadyFinal(let state):
      var problem = Problem(
        .jobEnded, "The job is \(state.rawValue) and stays so.",
        headers: [.location: "/v1/jobs/\(id)"])
      problem.members["state"] = .string(state.rawValue)
      throw problem
    case .unknown: throw Problem.unknownJob()
    }
  }

  private func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, _ value: Substring?
  ) throws -> Choice? where Choice.RawValue == String {
    guard let value else { return nil }
    guard let choice = Choice(rawValue: String(value)) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw refused(name, value, allowed: "one of \(names)")
    }
    return choice
  }

  private func before(_ value: Substring?) throws -> JobID? {
    guard let value else { return nil }
    guard let id = JobID(rawValue: String(value)) else {
      throw refused("before", value, allowed: "the id of a job")
    }
    return id
  }

  private func limit(_ value: Substring?) throws -> Int {
    let sizes = Endpoint.Parameter.pageSizes
    guard let value else { return Endpoint.Parameter.usualPageSize }
    guard value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let limit = Int(value),
      sizes.contains(limit)
    else {
      throw refused(
        "limit", value,
        allowed: "a whole number from \(sizes.lowerBound) to \(sizes.upperBound)")
    }
    return limit
  }

  private func refused(_ name: String, _ value: Substring, allowed: String) -> Problem {
    Problem(
      .validation, "The value of the query parameter is not allowed.", field: "?\(name)",
      found: String(value.prefix(80)), allowed: allowed)
  }

  private static func address(of filter: JobFilter, before: JobID) -> String {
    var parts: [String] = []
    if let state = filter.state { parts.append("state=\(state.rawValue)") }
    if let kind = filter.kind { parts.append("kind=\(kind.rawValue)") }
    if let queue = filter.queue { parts.append("queue=\(queue.rawValue)") }
    parts += ["before=\(before)", "limit=\(filter.limit)"]
    return "/v1/jobs?\(parts.joined(separator: "&"))"
  }
}
