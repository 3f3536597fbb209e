import Testing

@testable import Perfumery

@Suite struct CASNumberTests {
  @Test(arguments: ["5392-40-5", "24851-98-7", "7732-18-5", "58-08-2", "1450625-49-6"])
  func `A registry number with its check digit is valid`(number: String) {
    #expect(CASNumber.isValid(number))
  }

  @Test(arguments: [
    "5392-40-6", "5392-04-5", "", "--", "5392405", "5392-40", "5392-4-05", "0539-24-5", "5-40-5",
    "12345678-90-1", "5392-40-5 ", "５３９２-40-5", "+392-40-5", "5392-40-5-1",
  ])
  func `A wrong digit or form is not valid`(text: String) {
    #expect(!CASNumber.isValid(text))
  }

  @Test(arguments: 0..<10)
  func `Exactly one check digit is right`(seed: Int) {
    let body = "\(1_000 + seed * 7_919)-\(10 + seed * 9 % 90)"
    #expect((0...9).count { CASNumber.isValid("\(body)-\($0)") } == 1)
  }
}
