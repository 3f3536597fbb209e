import Foundation
import Glibc
import SeededRandom
import Testing

@testable import JobSpool

@Suite("WorkerLock")
struct WorkerLockTests {
  private let temporary: TemporaryFolder
  private let folder: SpoolFolder

  init() throws {
    temporary = try TemporaryFolder()
    folder = try SpoolFolder(at: temporary.path)
  }

  private func exists(_ worker: String) -> Bool {
    access("\(folder.run)/\(worker).lock", F_OK) == 0
  }

  @Test("a worker is alive while it holds its lock, and dead after or without it")
  func lifetime() throws {
    var lock: WorkerLock? = try WorkerLock(worker: "a", in: folder)
    #expect(try WorkerLock.deadOwners(among: ["a", "never-was"], in: folder) == ["never-was"])
    #expect(lock?.worker == "a")
    lock = nil
    #expect(try WorkerLock.deadOwners(among: ["a"], in: folder) == ["a"])
  }

  @Test("a name is held by one process at a time")
  func exclusive() throws {
    let lock = try WorkerLock(worker: "a", in: folder)
    #expect(throws: SpoolError.self) { _ = try WorkerLock(worker: "a", in: folder) }
    #expect(lock.worker == "a")
  }

  @Test("a worker killed with -9 is known to be dead at once")
  func killed() throws {
    // flock(1) holds the lock and waits for sleep(1), which inherits it.
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "flock", "--no-fork", "\(folder.run)/child.lock", "sh", "-c", "echo held; exec sleep 600",
    ]
    let output = Pipe()
    process.standardOutput = output
    do { try process.run() } catch { try Test.cancel("flock(1) is not here") }
    let said = output.fileHandleForReading.availableData
    guard String(decoding: said, as: UTF8.self) == "held\n" else {
      process.waitUntilExit()
      try Test.cancel("flock(1) is not here")
    }
    #expect(try WorkerLock.deadOwners(among: ["child"], in: folder).isEmpty)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(try WorkerLock.deadOwners(among: ["child"], in: folder) == ["child"])
  }

  @Test("files of the dead are swept, those of the living and the needed stay")
  func sweep() throws {
    let living = try WorkerLock(worker: "living", in: folder)
    for worker in ["dead", "needed"] { _ = try WorkerLock(worker: worker, in: folder) }
    try WorkerLock.sweep(folder, needed: ["needed"])
    #expect(exists("living") && exists("needed") && !exists("dead"))
    #expect(living.worker == "living")
  }

  @Test("a lock on a file that was unlinked meanwhile is no lock")
  func unlinkedFile() throws {
    // What a new worker sees that opened the file before a reaper unlinked it.
    let path = "\(folder.run)/a.lock"
    let first = try #require(try FileLock.take(path, flags: O_CREAT))
    unlink(path)
    let second = try #require(try FileLock.take(path, flags: O_CREAT))
    #expect(try FileLock.take(path, flags: 0) == nil)
    close(first)
    #expect(try FileLock.take(path, flags: 0) == nil, "the old file does not count")
    close(second)
  }

  @Test("many sweepers and starters never leave two holders of a name")
  func race() async throws {
    let folder = folder
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask { for _ in 0..<200 { Self.holdShared(in: folder) } }
        group.addTask {
          // What a sweep finds changed under it is for the next one.
          for _ in 0..<200 { try? WorkerLock.sweep(folder, needed: []) }
        }
      }
    }
  }

  private static func holdShared(in folder: SpoolFolder) {
    // A name held just now by another task is refused; that is the point.
    guard let lock = try? WorkerLock(worker: "shared", in: folder) else { return }
    // A sweep may remove the file between two looks; the next round looks again.
    let dead = try? WorkerLock.deadOwners(among: ["shared"], in: folder)
    #expect(dead == [], "\(lock.worker) is held")
  }

  @Test(
    "names that could leave the folder are refused",
    arguments: ["", ".", "..", "a/b", "/a", "가", "a b", String(repeating: "a", count: 101)])
  func names(_ name: String) throws {
    #expect(throws: SpoolError.self) { _ = try WorkerLock(worker: name, in: folder) }
    #expect(try WorkerLock.deadOwners(among: [name], in: folder).isEmpty, "its lease must run out")
  }

  @Test(
    "made names are allowed, readable and not used twice", arguments: ["host-7", "호스트", ".x y"])
  func madeNames(_ host: String) {
    var generator = SplitMix64(seed: 9)
    let names = (0..<100).map { _ in
      WorkerName.make(role: "llm", host: host, process: 4711, using: &generator)
    }
    #expect(names.allSatisfy { WorkerName.isValid($0) && $0.hasPrefix("llm-") })
    #expect(Set(names).count == 100)
  }
}
