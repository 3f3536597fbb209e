import JobSpool
import StrictJSON
import Testing

@testable import JobAPI

@Suite struct `Handing in a brief` {
  @Test func `an accepted brief is in the spool and is answered with its address`() async throws {
    try await TestAPI.run { api in
      let answer = try await api.post(
        #"{"text":"상큼한 여름 시트러스","seed":7,"priority":5,"maxAttempts":1,"#
          + #""runAt":"2026-12-01T00:00:00Z"}"#)
      let id = try TestAPI.id(answer)
      #expect(answer.status == 202)
      #expect(answer["location"] == "/v1/jobs/\(id)")
      #expect(answer.json["state"] == "available")
      #expect(answer.json["payload"]?["text"] == "상큼한 여름 시트러스")
      let job = try #require(try await api.store.job(id))
      #expect(job.priority == 5)
      #expect(job.maxAttempts == 1)
      #expect(job.runAt == Timestamp(milliseconds: 1_796_083_200_000))
      #expect(
        job.payload == #"{"kind":"brief","maxAttempts":1,"priority":5,"#
          + #""runAt":"2026-12-01T00:00:00.000Z","schema":"fragrance.job/1","seed":7,"#
          + #""text":"상큼한 여름 시트러스"}"#)
    }
  }

  @Test func `a training is ordered for the queue of the trainers`() async throws {
    try await TestAPI.run { api in
      let answer = try await api.request(
        "POST", "/v1/training-runs", headers: ["Content-Type: application/json"],
        body: Array(#"{"seed":7,"iterations":10,"algorithm":"PPO"}"#.utf8))
      let id = try TestAPI.id(answer)
      #expect(answer.status == 202)
      let job = try #require(try await api.store.job(id))
      #expect(job.kind == .trainRL && job.queue == .rlTraining)
      #expect(
        job.payload == #"{"algorithm":"PPO","iterations":10,"kind":"train-rl","#
          + #""schema":"fragrance.job/1","seed":7}"#)
      let refused = try await api.request(
        "POST", "/v1/training-runs", headers: ["Content-Type: application/json"],
        body: Array(#"{"epochs":0}"#.utf8))
      #expect(refused.status == 422 && refused.json["field"] == "/epochs")
    }
  }

  @Test func `a wait is answered with the result once it is there`() async throws {
    try await TestAPI.run { api in
      async let ended: Void = api.completeFirst(with: #"{"formula":1}"#)
      let answer = try await api.post(#"{"text":"rose"}"#, headers: ["Prefer: wait=30"])
      await ended
      #expect(answer.status == 200)
      #expect(answer.text == #"{"formula":1}"#)
      #expect(answer["preference-applied"] == "wait=30")
      let location = try #require(answer["location"])
      #expect(answer["content-location"] == "\(location)/result")
    }
  }

  @Test func `a wait that ends without a result is answered with the job`() async throws {
    try await TestAPI.run(
      { $0.longestWait = .zero },
      body: { api in
        let answer = try await api.post(#"{"text":"rose"}"#, headers: ["Prefer: wait=60"])
        #expect(answer.status == 202)
        #expect(answer["preference-applied"] == "wait=0")
        #expect(answer["location"] != nil)
      })
  }

  @Test func `a wait for a job that fails is answered with why`() async throws {
    try await TestAPI.run { api in
      async let ended: Void = api.endFirst { job in
        job.state = .discarded
        job.attempt = 3
        job.failure = JobFailure(code: "brief-infeasible", message: "No formula fits.")
      }
      let answer = try await api.post(#"{"text":"rose"}"#, headers: ["Prefer: wait=30"])
      await ended
      #expect(answer.status == 409)
      #expect(answer.problem == "job-discarded")
      #expect(answer.json["detail"] == "No formula fits.")
      #expect(answer.json["code"] == "brief-infeasible")
      #expect(answer["location"]?.hasPrefix("/v1/jobs/") == true)
    }
  }

  @Test func `a job that leaves the spool while somebody waits is unknown`() async throws {
    try await TestAPI.run { api in
      async let gone: Void = {
        for await id in api.store.enqueued {
          api.store.remove(id)
          break
        }
      }()
      let answer = try await api.post(#"{"text":"rose"}"#, headers: ["Prefer: wait=30"])
      await gone
      #expect(answer.status == 404)
    }
  }

  @Test func `the same key and body are the same job`() async throws {
    try await TestAPI.run { api in
      let key = ["Idempotency-Key: 8e03978e-40d5"]
      let first = try await api.post(#"{"text":"rose","seed":7}"#, headers: key)
      let second = try await api.post(#" { "seed":7, "text":"ros\u0065"} "#, headers: key)
      #expect(second.status == 202)
      #expect(try TestAPI.id(first) == TestAPI.id(second))
      let other = try await api.post(#"{"text":"iris"}"#, headers: key)
      #expect(other.status == 422)
      #expect(other.problem == "idempotency-key-reused")
      #expect(other["location"] == first["location"])
      #expect(api.store.jobCount == 1)
    }
  }

  @Test(arguments: [
    ["Idempotency-Key: "], ["Idempotency-Key: a b"], ["Idempotency-Key: schlüssel"],
    ["Idempotency-Key: \(String(repeating: "k", count: 201))"],
    ["Idempotency-Key: a", "Idempotency-Key: b"],
  ])
  func `a key that cannot be used is refused`(headers: [String]) async throws {
    try await TestAPI.run { api in
      let answer = try await api.post(#"{"text":"rose"}"#, headers: headers)
      #expect(answer.status == 400)
      #expect(answer.json["field"] == "Idempotency-Key")
    }
  }

  @Test(arguments: [
    (SpoolError.busy(waited: .seconds(5)), 503, "spool-busy"),
    (.diskFull(path: "/srv/jobs"), 503, "spool-full"),
    (.readOnly(path: "/srv/jobs"), 503, "spool-unavailable"),
    (.corrupt(path: "/srv/jobs/spool.sqlite", detail: "page 7"), 503, "spool-unavailable"),
    (.queueFull(.llmInference, bound: 9), 429, "queue-full"),
  ])
  func `a spool that cannot take it says so without its insides`(
    error: SpoolError, status: Int, problem: String
  ) async throws {
    try await TestAPI.run { api in
      api.store.fail(with: error)
      let answer = try await api.post(#"{"text":"rose"}"#)
      #expect(answer.status == status)
      #expect(answer.problem == problem)
      #expect(answer["retry-after"] != nil)
      #expect(!answer.text.contains("/srv"))
    }
  }

  @Test func `a queue over its bound refuses the next brief`() async throws {
    try await TestAPI.run(
      { $0.queueBound = 2 },
      body: { api in
        #expect(try await api.post(#"{"text":"one"}"#).status == 202)
        #expect(try await api.post(#"{"text":"two"}"#).status == 202)
        let answer = try await api.post(#"{"text":"three"}"#)
        #expect(answer.status == 429)
        #expect(answer["retry-after"] == "5")
        #expect(answer.json["bound"] == 2)
      })
  }
}

extension TestAPI {
  /// Ends the first job that is enqueued.
  func endFirst(_ change: (inout Job) -> Void) async {
    for await id in store.enqueued {
      store.change(id, change)
      break
    }
  }

  func completeFirst(with json: String) async {
    await endFirst { job in job = results.add(json, for: job) }
  }
}
