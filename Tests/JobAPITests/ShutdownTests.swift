import JobSpool
import Testing

@testable import JobAPI

@Suite struct `A graceful shutdown` {
  @Test func `answers a wait at once and keeps the job`() async throws {
    try await TestAPI.run { api in
      async let shutDown: Void = {
        for await _ in api.store.enqueued { break }
        await api.shutDown()
      }()
      let answer = try await api.post(#"{"text":"rose"}"#, headers: ["Prefer: wait=60"])
      await shutDown
      #expect(answer.status == 202)
      #expect(api.store.jobCount == 1)
    }
  }

  @Test func `ends event streams cleanly`() async throws {
    try await TestAPI.run { api in
      let job = Job.sample(1)
      api.store.put(job)
      try await Wire.open(port: api.port) { wire in
        try await wire.send("GET /v1/jobs/\(job.id)/events HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await wire.read(through: "}\n\n")
        await api.shutDown()
        _ = try await wire.read(through: "0\r\n\r\n")
        #expect(await wire.readToEnd().isEmpty)
      }
    }
  }

  @Test func `reads a request under way to its end and answers it`() async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        try await wire.send(
          "POST /v1/briefs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Expect: 100-continue\r\nContent-Length: 15\r\n\r\n")
        #expect(try await wire.answer().status == 100)
        await api.shutDown()
        try await wire.send(#"{"text":"rose"}"#)
        #expect(try await wire.answer().status == 202)
        #expect(await wire.readToEnd().isEmpty)
      }
    }
  }
}
