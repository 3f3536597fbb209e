import JobSpool
import StrictJSON
import Testing

@testable import JobAPI

@Suite struct `The result of a job` {
  private static let sha256 = String(repeating: "ab", count: 32)

  private func withResult(_ body: (TestAPI, Job) async throws -> Void) async throws {
    try await TestAPI.run { api in
      let job = api.results.add(#"{"schema":"fragrance.result/1"}"#, for: .sample(1))
      api.store.put(job)
      try await body(api, job)
    }
  }

  @Test(arguments: [
    ([], false), (["gzip, br"], false), (["zstd"], true), (["gzip, ZSTD;q=0.9"], true),
    (["zstd;q=0"], false), (["*"], true), (["*;q=0.1, zstd;q=0"], false),
    (["zstd;q=0.5, identity;q=0.8"], false), (["zstd;q=0.5, identity;q=0.5"], true),
    (["gzip", "zstd"], true), (["zstd;q=x"], false), (["identity, zstd;q=0.5"], false),
  ])
  func `is sent as it is stored to clients that prefer zstd`(
    values: [String], isZstd: Bool
  ) async throws {
    try await withResult { api, job in
      let answer = try await api.get(
        "/v1/jobs/\(job.id)/result", headers: values.map { "Accept-Encoding: \($0)" })
      #expect(answer.status == 200)
      #expect(answer["vary"] == "Accept-Encoding")
      #expect(answer["content-type"] == "application/json")
      #expect(answer["content-encoding"] == (isZstd ? "zstd" : nil))
      #expect(answer["etag"] == (isZstd ? "\"\(Self.sha256)\"" : "\"\(Self.sha256)-json\""))
      #expect(answer.text == (isZstd ? "zstd:" : "") + #"{"schema":"fragrance.result/1"}"#)
    }
  }

  @Test(arguments: [
    ("\"\(sha256)\"", 304), ("\"\(sha256)-json\"", 304), ("W/\"\(sha256)\"", 304), ("*", 304),
    ("\"other\", \"\(sha256)\"", 304), ("\"other\"", 200), (sha256, 200),
  ])
  func `is not sent to a client that has it`(tag: String, status: Int) async throws {
    try await withResult { api, job in
      let answer = try await api.get(
        "/v1/jobs/\(job.id)/result", headers: ["If-None-Match: \(tag)"])
      #expect(answer.status == status)
      #expect(answer["etag"] == "\"\(Self.sha256)-json\"")
      #expect(answer["vary"] == "Accept-Encoding")
    }
  }

  @Test func `HEAD tells its length`() async throws {
    try await withResult { api, job in
      let answer = try await api.request("HEAD", "/v1/jobs/\(job.id)/result")
      #expect(answer.status == 200)
      #expect(answer["content-length"] == "31")
    }
  }

  @Test(arguments: [JobState.available, .running, .retryable])
  func `of a job under way is not there yet`(state: JobState) async throws {
    try await TestAPI.run { api in
      let job = Job.sample(1, state: state)
      api.store.put(job)
      let answer = try await api.get("/v1/jobs/\(job.id)/result")
      #expect(answer.status == 202)
      #expect(answer["retry-after"] == "1")
      #expect(answer.json["state"] == .string(state.rawValue))
    }
  }

  @Test func `of a job that failed or was cancelled is a conflict that says why`() async throws {
    try await TestAPI.run { api in
      var job = Job.sample(1, state: .discarded)
      job.failure = JobFailure(code: "brief-infeasible", message: "No formula fits.")
      api.store.put(job)
      let discarded = try await api.get("/v1/jobs/\(job.id)/result")
      #expect(discarded.status == 409)
      #expect(discarded.json["code"] == "brief-infeasible")
      #expect(discarded.json["detail"] == "No formula fits.")
      let cancelled = Job.sample(2, state: .cancelled)
      api.store.put(cancelled)
      let answer = try await api.get("/v1/jobs/\(cancelled.id)/result")
      #expect(answer.status == 409)
      #expect(answer.problem == "job-cancelled")
    }
  }

  @Test func `that was pruned is gone, also when it goes between two looks`() async throws {
    try await withResult { api, job in
      api.results.remove(job)
      let damaged = try await api.get("/v1/jobs/\(job.id)/result")
      #expect(damaged.status == 500)
      #expect(damaged.problem == "result-unreadable")
      #expect(!damaged.text.contains("Missing"))
      api.store.change(job.id) { $0.isPruned = true }
      let pruned = try await api.get("/v1/jobs/\(job.id)/result")
      #expect(pruned.status == 410)
      #expect(pruned.problem == "result-pruned")
    }
  }
}
