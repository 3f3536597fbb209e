import Testing

@testable import JobAPI

@Suite struct `A client's wish to wait` {
  @Test(arguments: [
    (["wait=10"], 10), (["respond-async, wait=100"], 100), (["WAIT=0"], 0),
    (["wait=\"5\""], 5), (["handling=lenient;x=1", "wait=7; foo=bar"], 7), (["wait = 3"], 3),
    (["wait=99999999999999999999"], Int.max), (["wait=5, wait=9"], 5),
  ])
  func `is read as RFC 7240 writes it`(prefer: [String], seconds: Int) {
    #expect(Negotiation.waitSeconds(prefer) == seconds)
  }

  @Test(arguments: [[], [""], ["wait"], ["wait="], ["wait=-1"], ["wait=1.5"], ["await=5"], [","]])
  func `is ignored when it cannot be read`(prefer: [String]) {
    #expect(Negotiation.waitSeconds(prefer) == nil)
  }
}
