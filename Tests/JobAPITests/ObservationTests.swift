import JobSpool
import StrictJSON
import Testing

@testable import JobAPI

@Suite struct `What a request leaves behind` {
  @Test func `its route template and status in the metrics, never its path`() async throws {
    try await TestAPI.run { api in
      let job = Job.sample(1)
      api.store.put(job)
      _ = try await api.get("/v1/jobs/\(job.id)")
      _ = try await api.get("/v1/jobs/\(job.id)?secret=1")
      _ = try await api.get("/wp-admin/setup.php")
      _ = try await api.request("PATCH", "/v1/jobs", body: [])
      let scrape = try await api.get("/metrics")
      #expect(scrape["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
      for line in [
        #"http_requests_total{method="GET",route="/v1/jobs/{id}",status="200"} 1"#,
        #"http_requests_total{method="GET",route="/v1/jobs/{id}",status="422"} 1"#,
        #"http_requests_total{method="GET",route="unmatched",status="404"} 1"#,
        #"http_requests_total{method="PATCH",route="/v1/jobs",status="405"} 1"#,
        #"http_request_duration_seconds_count{method="GET",route="/v1/jobs/{id}"} 2"#,
      ] {
        #expect(scrape.text.contains("\n\(line)\n"), "\(line)")
      }
      #expect(!scrape.text.contains("wp-admin"))
      #expect(!scrape.text.contains(job.id.rawValue))
    }
  }

  @Test func `a log line without the words of the brief`() async throws {
    try await TestAPI.run { api in
      let answer = try await api.post(#"{"text":"confidential launch"}"#)
      _ = try await api.post(#"{"text":"confidential launch","mode":7}"#)
      api.store.fail(with: .busy(waited: .seconds(5)))
      _ = try await api.post(#"{"text":"confidential launch"}"#)
      let lines = api.log.lines
      let id = try #require(answer["x-request-id"])
      #expect(
        lines.contains {
          $0.hasPrefix("request answered") && $0.contains("request=\(id)")
            && $0.contains("route=/v1/briefs status=202")
        })
      #expect(lines.contains { $0.contains("5000 ms") })
      #expect(!lines.contains { $0.contains("confidential") })
    }
  }

  @Test(arguments: [
    ("build-7_2.a", true), (String(repeating: "i", count: 64), true),
    (String(repeating: "i", count: 65), false), ("a b", false), ("<script>", false), ("é", false),
  ])
  func `the client's request id where it is fit to be printed`(
    id: String, isKept: Bool
  ) async throws {
    try await TestAPI.run { api in
      let answer = try await api.get("/health/live", headers: ["X-Request-Id: \(id)"])
      #expect((answer["x-request-id"] == id) == isKept)
      #expect(answer["access-control-allow-origin"] == nil)
    }
  }

  @Test func `health tells live, ready and the sum of both apart`() async throws {
    try await TestAPI.run { api in
      let live = try await api.get("/health/live")
      #expect(live.status == 200)
      #expect(live.json == ["status": "healthy", "services": ["process": "healthy"]])
      let ready = try await api.get("/health/ready")
      #expect(ready.status == 503)
      #expect(ready.json["reasons"] == ["spool: the keeper does not hold the lock"])
      let summary = try await api.get("/health")
      #expect(summary.status == 503)
      #expect(summary.json["version"] == "1.2.3")
      #expect(summary.json["services"] == ["process": "healthy", "spool": "unhealthy"])
    }
  }
}
