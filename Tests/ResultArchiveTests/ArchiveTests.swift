import Foundation
import JobSpool
import Testing

@testable import ResultArchive

@Suite struct ArchiveTests {
  private let folder: String
  private let archive: Archive
  private let job: JobID

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/archive-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/results", withIntermediateDirectories: true)
    archive = Archive(spoolFolder: folder)
    job = try #require(JobID(rawValue: "01890a5d-ac96-774b-bcce-b302099a8057"))
  }

  private var file: URL { URL(filePath: "\(folder)/results/\(job.rawValue).json.zst") }

  @Test func whatIsStoredReadsBackWithItsChecksum() throws {
    let reference = try archive.store(Array("{\"향\":1}".utf8), for: job, fencingToken: 1)
    #expect(reference.path == "results/\(job.rawValue).json.zst")
    #expect(try archive.json(reference) == Array("{\"향\":1}".utf8))
    #expect(try archive.storedBytes(reference).count == reference.byteCount)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/results")
    #expect(names == ["\(job.rawValue).json.zst"])
  }

  @Test func theFirstWriterWinsAndALateOneGetsItsResult() throws {
    let first = try archive.store(Array("{\"first\":1}".utf8), for: job, fencingToken: 1)
    let second = try archive.store(Array("{\"second\":2}".utf8), for: job, fencingToken: 2)
    #expect(second == first)
    #expect(try archive.json(second) == Array("{\"first\":1}".utf8))
  }

  @Test func everySingleFlippedByteIsNoticed() throws {
    let reference = try archive.store(Array("{\"a\":[1,2,3]}".utf8), for: job, fencingToken: 1)
    let whole = try Data(contentsOf: file)
    for index in whole.indices {
      var bent = whole
      bent[index] ^= 0x10
      try bent.write(to: file)
      #expect(throws: ArchiveError.self) { try archive.json(reference) }
    }
    try whole.write(to: file)
    #expect(throws: Never.self) { try archive.json(reference) }
  }

  @Test func aTornFileIsNoticedAndADeletedOneIsMissing() throws {
    let reference = try archive.store(Array("{\"a\":1}".utf8), for: job, fencingToken: 1)
    let whole = try Data(contentsOf: file)
    try whole.prefix(whole.count / 2).write(to: file)
    #expect(throws: ArchiveError.self) { try archive.json(reference) }
    try FileManager.default.removeItem(at: file)
    #expect(throws: ArchiveError.missing(path: "\(folder)/\(reference.path)")) {
      try archive.json(reference)
    }
  }

  @Test func aTornFileOfNobodyMakesWayForTheNextAttempt() throws {
    try Data([0x28, 0xB5, 0x2F, 0xFD, 0]).write(to: file)
    #expect(throws: ArchiveError.self) {
      try archive.store(Array("{}".utf8), for: job, fencingToken: 1)
    }
    let reference = try archive.store(Array("{}".utf8), for: job, fencingToken: 2)
    #expect(try archive.json(reference) == Array("{}".utf8))
  }

  @Test func aMissingFolderIsAnErrorThatNamesTheCall() {
    let elsewhere = Archive(spoolFolder: folder + "/nowhere")
    let error = #expect(throws: ArchiveError.self) {
      try elsewhere.store([], for: job, fencingToken: 1)
    }
    guard case .system(let call, _, _) = error else {
      Issue.record("expected a system error, got \(String(describing: error))")
      return
    }
    #expect(call == "open")
  }
}

@Suite struct ZstandardTests {
  @Test(arguments: [0, 1, 1000, 300_000])
  func contentOfAnySizeReadsBack(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
    let frame = try Zstandard.compress(bytes)
    #expect(try Zstandard.decompress(frame, limit: 1 << 20) == bytes)
  }

  @Test func aFrameThatWouldGrowPastTheLimitIsRefused() throws {
    let bomb = try Zstandard.compress([UInt8](repeating: 0, count: 10_000_000))
    #expect(bomb.count < 10_000)
    #expect(throws: ArchiveError.self) { try Zstandard.decompress(bomb, limit: 1_000_000) }
  }

  @Test func bytesAfterTheFrameAreRefused() throws {
    let frame = try Zstandard.compress([1, 2, 3])
    #expect(throws: ArchiveError.self) { try Zstandard.decompress(frame + [0], limit: 100) }
    #expect(throws: ArchiveError.self) { try Zstandard.decompress([], limit: 100) }
  }
}
