import Foundation
import GRDB
import Glibc
import Testing

@testable import JobSpool

/// What the store says when the file or the volume is not as it should be.
@Suite("SQLiteJobStore faults", .serialized)
struct SQLiteFaultTests {
  private let folder: TemporaryFolder
  private let now = StoreUnderTest.start
  private var path: String { folder.file("spool.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  private func open() throws -> SQLiteJobStore {
    var options = StoreUnderTest.options()
    options.patience = .milliseconds(50)
    return try SQLiteJobStore(path: path, options: options)
  }

  @Test("a file of a newer version is refused and left as it was")
  func newerSchema() throws {
    try open().close()
    try setVersion(99)
    #expect(throws: SpoolError.newerSchema(found: 99, supported: SpoolSchema.supported)) {
      _ = try open()
    }
    try setVersion(SpoolSchema.supported)
    try open().close()
  }

  private func setVersion(_ version: Int) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = \(version)") }
    try queue.close()
  }

  @Test("a file that is no database is called damaged and left as it was")
  func notADatabase() throws {
    let bytes = Data(String(repeating: "not a database. ", count: 400).utf8)
    try bytes.write(to: URL(fileURLWithPath: path))
    do {
      _ = try open()
      Issue.record("it was opened")
    } catch SpoolError.corrupt(let found, _) {
      #expect(found == path)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
  }

  @Test("a damaged page is reported as damage")
  func damagedPage() async throws {
    let store = try open()
    _ = try await store.enqueue(
      (0..<200).map { NewJob(kind: .brief, payload: String(repeating: "\($0)", count: 900)) },
      queueBound: nil, now: now)
    try store.close()
    // Into the main file, where the bytes can be overwritten while nobody has it open.
    let queue = try DatabaseQueue(path: path)
    _ = try await queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    try queue.close()
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.seek(toOffset: 4096)
    try file.write(contentsOf: Data(repeating: 0xA5, count: 60 * 4096))
    try file.close()
    do {
      _ = try await open().jobs(JobFilter(limit: 1000))
      Issue.record("it was read")
    } catch SpoolError.corrupt(let found, _) {
      #expect(found == path)
    }
  }

  @Test("a lock that is not given in time is busy, with the time waited")
  func busy() async throws {
    let store = try open()
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let other = try DatabaseQueue(path: path, configuration: configuration)
    try await other.writeWithoutTransaction { database in
      try database.beginTransaction(.immediate)
    }
    await #expect(throws: SpoolError.busy(waited: .milliseconds(50))) {
      _ = try await store.enqueue(
        [NewJob(kind: .brief, payload: "{}")], queueBound: nil, now: now)
    }
    try await other.writeWithoutTransaction { try $0.rollback() }
    _ = try await store.enqueue([NewJob(kind: .brief, payload: "{}")], queueBound: nil, now: now)
  }

  @Test("a folder that is missing cannot be opened")
  func missingFolder() {
    #expect(throws: SpoolError.self) {
      _ = try SQLiteJobStore(path: folder.file("nowhere/spool.sqlite"))
    }
  }

  @Test("a full volume is told, nothing is half-written, and it goes on when there is room")
  func diskFull() async throws {
    guard let volume = TemporaryVolume(at: folder.file("volume"), options: "size=1m") else {
      // Where mount(8) is not permitted the fault cannot be made; said so the run shows it.
      try Test.cancel("mount(8) is not permitted here")
    }
    let store = try SQLiteJobStore(
      path: "\(volume.path)/spool.sqlite", options: StoreUnderTest.options())
    let large = NewJob(kind: .brief, payload: String(repeating: "x", count: 50_000))
    var accepted: [JobID] = []
    do {
      for _ in 0..<100 {
        accepted += try await store.enqueue([large], queueBound: nil, now: now).map(\.job)
      }
      Issue.record("a volume of 1 MiB held 5 MB")
    } catch let error as SpoolError {
      #expect(error == .diskFull(path: store.path))
    }
    #expect(try await Set(store.jobs(JobFilter(limit: 1000)).map(\.id)) == Set(accepted))
    try volume.remount(options: "size=8m")
    _ = try await store.enqueue([large], queueBound: nil, now: now)
    try store.close()
  }

  @Test("a read-only volume is told")
  func readOnly() async throws {
    guard let volume = TemporaryVolume(at: folder.file("volume"), options: "size=4m") else {
      try Test.cancel("mount(8) is not permitted here")
    }
    let path = "\(volume.path)/spool.sqlite"
    try SQLiteJobStore(path: path).close()
    try volume.remount(options: "ro")
    #expect(throws: SpoolError.readOnly(path: path)) { _ = try SQLiteJobStore(path: path) }
  }
}
