import JobSpool
import StrictJSON
import Testing

@testable import JobAPI

@Suite struct `Jobs by address` {
  @Test func `a job is shown with everything a client may know`() async throws {
    try await TestAPI.run { api in
      var job = Job.sample(1, state: .running)
      job.attempt = 2
      job.progress = JobProgress(fraction: 0.25, stage: "composing")
      job.failure = JobFailure(code: "model-timeout", message: "No answer in 30 s.")
      job.startedAt = job.createdAt + .seconds(1)
      job.lease = Lease(job: job.id, owner: "host-7", fencingToken: 4, deadline: job.createdAt)
      api.store.put(job)
      let answer = try await api.get("/v1/jobs/\(job.id)")
      #expect(answer.status == 200)
      #expect(answer.json["state"] == "running")
      #expect(answer.json["progress"] == ["fraction": 0.25, "stage": "composing"])
      #expect(answer.json["error"]?["code"] == "model-timeout")
      #expect(answer.json["startedAt"] == "2026-11-23T00:30:16.001Z")
      #expect(answer.json["payload"]?["text"] == "rose")
      #expect(answer.json["links"]?["result"] == .string("/v1/jobs/\(job.id)/result"))
      #expect(!answer.text.contains("host-7"))
    }
  }

  @Test(arguments: [
    "01a205cf-82d2-7cc1-beeb-8da1658eec67", "x", "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "01A205CF-82D2-7CC1-BEEB-8DA1658EEC67", "..", "01a205cf-82d2-7cc1-beeb-8da1658eec67%00",
    "'%20OR%201=1--", String(repeating: "7", count: 4000),
  ])
  func `what is not the id of a job is not found`(id: String) async throws {
    try await TestAPI.run { api in
      for suffix in ["", "/result", "/events"] {
        let answer = try await api.get("/v1/jobs/\(id)\(suffix)")
        #expect(answer.status == 404)
        #expect(answer.problem == "not-found")
      }
      #expect(try await api.request("DELETE", "/v1/jobs/\(id)").status == 404)
    }
  }

  @Test(arguments: [
    "/", "/v1", "/v1/training-run", "/v1/checkpoints", "/v1/../../etc/passwd",
    "/problems/validation", "//v1//jobs//x//y//z",
  ])
  func `an address that is not served is not found`(path: String) async throws {
    try await TestAPI.run { api in
      let answer = try await api.get(path)
      #expect(answer.status == 404)
      #expect(answer.problem == "not-found")
    }
  }

  @Test func `a list has pages, newest first, and filters`() async throws {
    try await TestAPI.run { api in
      let jobs = (0..<5).map { Job.sample($0, state: $0 == 2 ? .completed : .available) }
      for job in jobs { api.store.put(job) }
      let first = try await api.get("/v1/jobs?state=available&limit=3")
      #expect(Self.ids(first) == [4, 3, 1].map { jobs[$0].id.rawValue })
      guard case .string(let next)? = first.json["next"] else {
        Issue.record("no next page")
        return
      }
      #expect(next == "/v1/jobs?state=available&before=\(jobs[1].id)&limit=3")
      let second = try await api.get(next)
      #expect(Self.ids(second) == [jobs[0].id.rawValue])
      #expect(second.json["next"] == nil)
      #expect(Self.ids(try await api.get("/v1/jobs?queue=rl_training_queue")).isEmpty)
      #expect(Self.ids(try await api.get("/v1/jobs?kind=brief")).count == 5)
      #expect(!first.text.contains("payload"))
    }
  }

  @Test(arguments: [
    ("state=done", "?state"), ("kind=", "?kind"), ("queue=x", "?queue"), ("before=7", "?before"),
    ("limit=0", "?limit"), ("limit=1001", "?limit"), ("limit=+5", "?limit"), ("limit=", "?limit"),
    ("page=2", "?page"), ("limit=5&limit=6", "?limit"), ("State=available", "?State"),
  ])
  func `a wrong query is refused`(query: String, field: String) async throws {
    try await TestAPI.run { api in
      let answer = try await api.get("/v1/jobs?\(query)")
      #expect(answer.status == 422)
      #expect(answer.json["field"] == .string(field))
      #expect(answer.json["allowed"] != nil)
    }
  }

  @Test(arguments: [
    (JobState.available, 200, JobState.cancelled), (.retryable, 200, .cancelled),
    (.running, 202, .running), (.cancelled, 200, .cancelled), (.completed, 409, .completed),
    (.discarded, 409, .discarded),
  ])
  func `cancelling answers by the state of the job`(
    state: JobState, status: Int, after: JobState
  ) async throws {
    try await TestAPI.run { api in
      let job = Job.sample(1, state: state)
      api.store.put(job)
      let answer = try await api.request("DELETE", "/v1/jobs/\(job.id)")
      #expect(answer.status == status)
      #expect(answer.json["state"] == .string(after.rawValue))
      #expect(try await api.store.job(job.id)?.state == after)
      if status == 202 { #expect(answer.json["cancellationRequested"] == true) }
      if status == 409 { #expect(answer.problem == "job-ended") }
    }
  }

  @Test func `a method that is not served is answered with those that are`() async throws {
    try await TestAPI.run { api in
      let put = try await api.request("PUT", "/v1/briefs", body: [])
      #expect(put.status == 405)
      #expect(put["allow"] == "POST")
      #expect(put.problem == "method-not-allowed")
      let get = try await api.get("/v1/briefs")
      #expect(get.status == 405)
      let post = try await api.request("POST", "/v1/jobs/\(Job.sample(1).id)", body: [])
      #expect(post["allow"] == "DELETE, GET, HEAD")
      for method in ["OPTIONS", "TRACE", "PROPFIND"] {
        let answer = try await api.request(method, "/v1/jobs")
        #expect(answer.status == 405)
        #expect(answer["allow"] == "GET, HEAD")
      }
    }
  }

  @Test(arguments: ["/v1/jobs", "/health/live", "/metrics", "/openapi.json"])
  func `HEAD has the head of GET and no body`(path: String) async throws {
    try await TestAPI.run { api in
      let get = try await api.get(path)
      let head = try await api.request("HEAD", path)
      #expect(head.status == get.status)
      #expect(head["content-type"] == get["content-type"])
      // The scrape grows by the requests themselves.
      if path != "/metrics" { #expect(head["content-length"] == get["content-length"]) }
      let missing = try await api.request("HEAD", "/nowhere")
      #expect(missing.status == 404)
    }
  }

  private static func ids(_ answer: Answer) -> [String] {
    guard case .array(let jobs)? = answer.json["jobs"] else { return [] }
    return jobs.compactMap { job in
      if case .string(let id)? = job["id"] { id } else { nil }
    }
  }
}
