import Monitoring
import StrictJSON
import Testing

@testable import JobAPI

@Suite struct `A connection` {
  private static let head =
    "POST /v1/briefs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"

  @Test func `a body that does not arrive in time is answered and closed`() async throws {
    try await TestAPI.run(
      { $0.requestDeadline = .milliseconds(30) },
      body: { api in
        try await Wire.open(port: api.port) { wire in
          try await wire.send("\(Self.head)Content-Length: 16\r\n\r\n{\"text\":")
          let answer = try await wire.answer()
          #expect(answer.status == 408)
          #expect(answer.problem == "request-timeout")
          #expect(answer["connection"] == "close")
          #expect(await wire.readToEnd().isEmpty)
        }
        #expect(api.store.jobCount == 0)
      })
  }

  @Test func `a body in many small parts within the time is read`() async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        let body = Array(#"{"text":"상큼한 시트러스"}"#.utf8)
        try await wire.send("\(Self.head)Content-Length: \(body.count)\r\n\r\n")
        for byte in body { try await wire.send([byte]) }
        #expect(try await wire.answer().status == 202)
      }
    }
  }

  @Test func `a head that never ends is cut off`() async throws {
    try await TestAPI.run(
      { $0.idleTimeout = .milliseconds(30) },
      body: { api in
        try await Wire.open(port: api.port) { wire in
          try await wire.send("GET /health HTTP/1.1\r\nX-Slow: ")
          #expect(await wire.readToEnd().isEmpty)
        }
      })
  }

  @Test func `a body that ends early is malformed`() async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        try await wire.send("\(Self.head)Content-Length: 100\r\n\r\n{\"text\":\"rose\"}")
        try await wire.finishSending()
        let answer = try await wire.answer()
        #expect(answer.status == 400)
        #expect(answer.problem == "malformed-request")
      }
      #expect(api.store.jobCount == 0)
    }
  }

  @Test func `a body in chunks is read, and bounded before it is all there`() async throws {
    try await TestAPI.run(
      { $0.bodyByteLimit = 100 },
      body: { api in
        try await Wire.open(port: api.port) { wire in
          try await wire.send(
            "\(Self.head)Transfer-Encoding: chunked\r\n\r\n"
              + "7\r\n{\"text\"\r\n8\r\n:\"rose\"}\r\n0\r\n\r\n")
          #expect(try await wire.answer().status == 202)
          try await wire.send("\(Self.head)Transfer-Encoding: chunked\r\n\r\n")
          try await wire.send("65\r\n\(String(repeating: " ", count: 101))\r\n")
          let answer = try await wire.answer()
          #expect(answer.status == 413)
          #expect(answer["connection"] == "close")
        }
      })
  }

  @Test func `a body that is announced too large is refused before it is sent`() async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        try await wire.send("\(Self.head)Content-Length: 65537\r\n\r\n")
        let answer = try await wire.answer()
        #expect(answer.status == 413)
        #expect(answer.json["found"] == "65537 bytes")
        #expect(await wire.readToEnd().isEmpty)
      }
    }
  }

  @Test func `a chunk that is not framed right is malformed`() async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        try await wire.send("\(Self.head)Transfer-Encoding: chunked\r\n\r\n7\r\n{\"text\"")
        try await wire.send("zz\r\n")
        #expect(try await wire.answer().status == 400)
      }
    }
  }

  @Test(arguments: [
    "\u{16}\u{3}\u{1} TLS hello\r\n\r\n", "GET\r\n\r\n", "BREW / HTTP/1.1\r\n\r\n",
    "GET / HTTP/9.9\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    "GET / HTTP/1.1\r\nA\u{0}: b\r\n\r\n",
  ])
  func `what is not HTTP is answered with a problem and closed`(bytes: String) async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        try await wire.send(bytes)
        let answer = try await wire.answer()
        #expect(answer.status == 400)
        #expect(answer.problem == "malformed-request")
        #expect(answer["connection"] == "close")
        #expect(await wire.readToEnd().isEmpty)
      }
      let scrape = await api.registry.scrape()
      #expect(
        scrape.contains(
          "http_requests_total{method=\"other\",route=\"unmatched\",status=\"400\"} 1\n"))
    }
  }

  @Test(arguments: [
    "X-Long: " + String(repeating: "a", count: 20_000) + "\r\n",
    String(repeating: "X-Many: a\r\n", count: 101),
    String(repeating: "X-Sum: \(String(repeating: "a", count: 1000))\r\n", count: 20),
  ])
  func `a head beyond its bounds is refused`(fields: String) async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        try await wire.send("GET /health HTTP/1.1\r\nHost: x\r\n\(fields)\r\n")
        let answer = try await wire.answer()
        #expect(answer.status == 431)
        #expect(answer.problem == "headers-too-large")
      }
    }
  }

  @Test func `requests sent at once are answered in order`() async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        try await wire.send(
          "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"
            + "GET /v1/jobs HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await wire.answer().status == 200)
        #expect(try await wire.answer().status == 404)
        #expect(try await wire.answer().json["jobs"] == [])
      }
    }
  }

  @Test func `an expectation is met, unless the body is too large`() async throws {
    try await TestAPI.run { api in
      try await Wire.open(port: api.port) { wire in
        let body = #"{"text":"rose"}"#
        try await wire.send(
          "\(Self.head)Expect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
        #expect(try await wire.answer().status == 100)
        try await wire.send(body)
        #expect(try await wire.answer().status == 202)
        try await wire.send(
          "\(Self.head)Expect: 100-continue\r\nContent-Length: 65537\r\n\r\n")
        #expect(try await wire.answer().status == 413)
      }
    }
  }

  @Test func `connections beyond the bound wait for their turn`() async throws {
    try await TestAPI.run(
      { $0.connectionLimit = 1 },
      body: { api in
        let late = try await Wire.open(port: api.port) { wire in
          try await wire.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
          #expect(try await wire.answer().status == 200)
          return Task {
            try await Wire.open(port: api.port) { wire in
              try await wire.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
              return try await wire.answer().status
            }
          }
        }
        #expect(try await late.value == 200)
      })
  }
}
