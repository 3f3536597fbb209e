import JobSpool
import StrictJSON
import Testing

@testable import JobAPI

@Suite struct `Following a job` {
  @Test func `the stream tells each change and ends with the job`() async throws {
    try await TestAPI.run { api in
      let job = Job.sample(1)
      api.store.put(job)
      let rest = try await Wire.open(port: api.port) { wire in
        try await wire.send("GET /v1/jobs/\(job.id)/events HTTP/1.1\r\nHost: x\r\n\r\n")
        let head = try await wire.read(through: "\r\n\r\n")
        #expect(head.hasPrefix("HTTP/1.1 200 OK"))
        #expect(head.contains("Content-Type: text/event-stream"))
        let first = try await wire.read(through: "}\n\n")
        #expect(first.contains("retry: 2000\n\nevent: state\ndata: {"))
        #expect(first.contains(#""state":"available""#))
        api.store.change(job.id) { $0.state = .running }
        #expect(try await wire.read(through: "}\n\n").contains("event: state\n"))
        api.store.change(job.id) { $0.progress = JobProgress(fraction: 0.5, stage: "composing") }
        let progress = try await wire.read(through: "}\n\n")
        #expect(progress.contains("event: progress\n"))
        #expect(progress.contains(#""progress":{"fraction":0.5,"stage":"composing"}"#))
        api.store.change(job.id) { $0.state = .completed }
        return try await wire.read(through: "0\r\n\r\n")
      }
      #expect(rest.contains("event: state\nid: final\ndata: {"))
      #expect(rest.contains(#""state":"completed""#))
    }
  }

  @Test func `a client that has seen the end is told to stay away`() async throws {
    try await TestAPI.run { api in
      let job = Job.sample(1, state: .cancelled)
      api.store.put(job)
      let path = "/v1/jobs/\(job.id)/events"
      #expect(try await api.get(path, headers: ["Last-Event-ID: final"]).status == 204)
      #expect(try await api.request("HEAD", path).status == 200)
      let again = try await Wire.open(port: api.port) { wire in
        try await wire.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
        return try await wire.read(through: "0\r\n\r\n")
      }
      #expect(again.contains("id: final\n"))
    }
  }

  @Test func `silence is filled with comments`() async throws {
    try await TestAPI.run(
      { $0.eventHeartbeat = .milliseconds(5) },
      body: { api in
        let job = Job.sample(1)
        api.store.put(job)
        try await Wire.open(port: api.port) { wire in
          try await wire.send("GET /v1/jobs/\(job.id)/events HTTP/1.1\r\nHost: x\r\n\r\n")
          for _ in 0..<3 { _ = try await wire.read(through: ": heartbeat\n\n") }
        }
      })
  }

  @Test func `the number of streams is bounded, and a slot comes back`() async throws {
    try await TestAPI.run(
      {
        $0.eventStreamLimit = 1
        $0.eventHeartbeat = .milliseconds(2)
      },
      body: { api in
        let job = Job.sample(1)
        api.store.put(job)
        let path = "/v1/jobs/\(job.id)/events"
        try await Wire.open(port: api.port) { wire in
          try await wire.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
          _ = try await wire.read(through: "}\n\n")
          let refused = try await api.get(path)
          #expect(refused.status == 503)
          #expect(refused.problem == "too-many-streams")
          #expect(refused["retry-after"] == "5")
        }
        // The connection is closed; the next heartbeats find that out.
        var answer = 503
        while answer == 503 {
          answer = try await Wire.open(port: api.port) { wire in
            try await wire.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
            return try await wire.read(through: "\r\n").contains(" 200 ") ? 200 : 503
          }
        }
      })
  }

  @Test func `a stream ends at its longest time`() async throws {
    try await TestAPI.run(
      { $0.longestEventStream = .milliseconds(10) },
      body: { api in
        let job = Job.sample(1)
        api.store.put(job)
        let all = try await Wire.open(port: api.port) { wire in
          try await wire.send("GET /v1/jobs/\(job.id)/events HTTP/1.1\r\nHost: x\r\n\r\n")
          return try await wire.read(through: "0\r\n\r\n")
        }
        #expect(!all.contains("id: final"))
      })
  }
}
