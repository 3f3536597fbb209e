import Testing

@testable import Spelling

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("prioritty", "priority"), ("TEXT", "text"), ("tset", nil), ("x", nil), ("seeds", "seed"),
    ("배르가못", "베르가못"),
  ])
  func findsTheNameThatWasMeantOrNone(typed: String, expected: String?) {
    #expect(["priority", "text", "seed", "베르가못"].nearest(to: typed) == expected)
  }

  @Test func tiesGoToTheFirstInAlphabeticalOrder() {
    #expect(["rose", "nose"].nearest(to: "dose") == "nose")
  }
}
