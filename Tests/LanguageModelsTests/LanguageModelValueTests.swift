import Testing

@testable import LanguageModels

@Suite struct ModelEndpointTests {
  @Test(arguments: [
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
    ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/v1"),
    ("https://models.example/v1/", "https://models.example/v1"),
    ("https://models.example/openai/v1", "https://models.example/openai/v1"),
    ("http://[::1]:80/v1", "http://[::1]:80/v1"),
  ])
  func `an address without a path gets the usual one`(text: String, base: String) throws {
    #expect(try ModelEndpoint(text).base == base)
  }

  @Test(arguments: [
    "", "127.0.0.1:8080", "ftp://host/v1", "http://", "http:///v1", "file:///etc/passwd",
    "http://user:password@host/v1", "http://host/v1?key=1", "http://host/v1#part", "http://a b/",
  ])
  func `an address that cannot be one is refused without repeating it`(text: String) {
    let error = #expect(throws: LanguageModelError.self) { try ModelEndpoint(text) }
    #expect(error?.retryAdvice == .never)
    #expect(error?.description.contains("password@") == false)
  }

  @Test func `an address is at most 2048 bytes`() {
    #expect(throws: LanguageModelError.self) {
      try ModelEndpoint("http://" + String(repeating: "a", count: 2042))
    }
  }
}

@Suite struct APIKeyTests {
  @Test func `a key never prints`() throws {
    let key = try #require(APIKey("sk-secret"))
    var dumped = ""
    dump([key], to: &dumped)
    #expect(!"\(key) \(String(reflecting: [key])) \(dumped)".contains("sk-secret"))
    #expect("\(key)" == "\"…\"")
  }

  @Test(arguments: ["", "a b", "a\nX-Other: b", "열쇠"])
  func `a text that cannot stand in a header is no key`(text: String) {
    #expect(APIKey(text) == nil)
  }

  @Test func `a key is at most 4096 characters`() {
    #expect(APIKey(String(repeating: "k", count: 4096)) != nil)
    #expect(APIKey(String(repeating: "k", count: 4097)) == nil)
  }
}

@Suite struct RetryAfterTests {
  private let date = "Sun, 06 Nov 1994 08:49:37 GMT"

  @Test(arguments: [
    ("0", Duration.zero), ("120", .seconds(120)), ("99999999999999999999", .seconds(3600)),
    ("Sun, 06 Nov 1994 08:50:07 GMT", .seconds(30)),
    ("Sun, 06 Nov 1994 08:49:07 GMT", .zero),
    ("Tue, 06 Nov 1995 08:49:37 GMT", .seconds(3600)),
  ])
  func `seconds and dates are waits`(header: String, wait: Duration) {
    #expect(RetryAfter.duration(header, date: date) == wait)
  }

  @Test(arguments: ["", "-1", "1.5", "soon", "Sun, 06 Foo 1994 08:49:37 GMT", "٣"])
  func `anything else is no wait`(header: String) {
    #expect(RetryAfter.duration(header, date: date) == nil)
  }

  @Test func `a date without the server's own clock is no wait`() {
    #expect(RetryAfter.duration(date, date: nil) == nil)
    #expect(RetryAfter.duration(nil, date: date) == nil)
  }

  @Test(arguments: [
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0 as Int64), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
  ])
  func `dates count from 1970`(text: String, seconds: Int64) {
    #expect(RetryAfter.seconds(text) == seconds)
  }
}

@Suite struct OpenAIWireTests {
  @Test(arguments: [("stop", Completion.FinishReason.stop), ("length", .length)])
  func `finish reasons have names`(text: String, reason: Completion.FinishReason) {
    #expect(OpenAIWire.finishReason(text) == reason)
  }

  @Test func `a missing finish reason is a stop and an unknown one keeps its name`() {
    #expect(OpenAIWire.finishReason(nil) == .stop)
    #expect(OpenAIWire.finishReason("content_filter") == .other("content_filter"))
  }

  @Test func `text is quoted as JSON`() {
    #expect(OpenAIWire.quoted("\\ \" \t 향 🌹") == #""\\ \" \u0009 향 🌹""#)
  }
}
