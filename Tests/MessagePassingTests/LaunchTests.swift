import Testing

@testable import MessagePassing

@Suite struct LaunchTests {
  @Test(arguments: [[:], ["OMPI_COMM_WORLD_SIZE": "1"], ["PMI_SIZE": "rose"], ["HOME": "/"]])
  func aProcessOnItsOwnHasNoRanks(environment: [String: String]) throws {
    #expect(try Launch.ranks(environment: environment) == nil)
  }

  #if !MPI
    @Test func oneOfSeveralIsRefusedWhereMPIIsNotBuiltIn() {
      #expect(throws: LaunchError.notBuiltIn(ranks: 3)) {
        try Launch.ranks(environment: ["OMPI_COMM_WORLD_SIZE": "3"])
      }
    }
  #endif
}
