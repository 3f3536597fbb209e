import Foundation
import Glibc
import Testing

@testable import JobSpool

@Suite("SpoolFolder")
struct SpoolFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("the layout is made, group-writable, and opened again as it is")
  func layout() throws {
    let spool = try SpoolFolder(at: folder.file("a/b/jobs"))
    for path in [
      spool.inbox, spool.accepted, spool.outbox, spool.rejected, spool.results, spool.checkpoints,
      spool.models, spool.run,
    ] {
      var found = stat()
      #expect(stat(path, &found) == 0 && found.kind == S_IFDIR, "\(path)")
      #expect(found.st_mode & 0o7777 == 0o2775, "\(path)")
    }
    #expect(try SpoolFolder(at: folder.file("a/b/jobs")) == spool)
    #expect(access(spool.database, F_OK) != 0, "SQLite makes its file itself")
  }

  @Test("a file in a folder's place is refused")
  func fileInTheWay() throws {
    try AtomicFile.write([1], to: folder.file("jobs"))
    #expect(throws: SpoolError.other("\(folder.file("jobs")) is not a folder")) {
      _ = try SpoolFolder(at: folder.file("jobs"))
    }
  }

  @Test("a place where no folder can be made is an error, not an endless try")
  func impossiblePlace() {
    #expect(throws: SpoolError.self) { _ = try SpoolFolder(at: "/proc/no-such-folder/jobs") }
  }

  @Test("a folder in memory is allowed with a warning")
  func volatileVolume() throws {
    guard let volume = TemporaryVolume(at: folder.file("volume"), options: "size=1m") else {
      try Test.cancel("mount(8) is not permitted here")
    }
    let spool = try SpoolFolder(at: "\(volume.path)/jobs")
    #expect(spool.warnings.count == 1 && spool.warnings.first?.contains("tmpfs") == true)
  }

  @Test("a read-only volume is told")
  func readOnlyVolume() throws {
    guard let volume = TemporaryVolume(at: folder.file("volume"), options: "size=1m,ro") else {
      try Test.cancel("mount(8) is not permitted here")
    }
    let path = "\(volume.path)/jobs"
    #expect(throws: SpoolError.readOnly(path: path)) { _ = try SpoolFolder(at: path) }
  }

  @Test(
    "results lead nowhere but into their folder",
    arguments: [
      ("results/a.json.zst", true), ("results/x/a.zst", true), ("results/../spool.sqlite", false),
      ("spool.sqlite", false), ("results", false), ("/etc/passwd", false), ("results//a", false),
      ("results/./a", false), ("", false),
    ])
  func resultPaths(_ path: String, _ isAllowed: Bool) throws {
    let spool = try SpoolFolder(at: folder.path)
    #expect(spool.file(ofResult: path) == (isAllowed ? "\(spool.path)/\(path)" : nil))
  }
}

@Suite("VolumeClass")
struct VolumeClassTests {
  private enum Verdict: String { case local, warned, refused }

  private func verdict(_ type: String) -> Verdict {
    switch VolumeClass(fileSystem: type) {
    case .local: .local
    case .warned: .warned
    case .refused: .refused
    }
  }

  @Test(
    "disks of this machine are allowed", arguments: ["ext4", "xfs", "btrfs", "zfs", "bcachefs"])
  func local(_ type: String) { #expect(verdict(type) == .local) }

  @Test("what is lost, split or unknown is warned of", arguments: ["tmpfs", "overlay", "newfs"])
  func warned(_ type: String) { #expect(verdict(type) == .warned) }

  @Test(
    "what two kernels may see, or cannot be mapped, is refused",
    arguments: [
      "nfs", "nfs4", "cifs", "smb3", "ceph", "ocfs2", "gfs2", "lustre", "virtiofs", "9p", "vboxsf",
      "prl_fs", "drvfs", "fuse", "fuse.sshfs", "fuse.rclone", "fuseblk", "ntfs3", "vfat", "exfat",
    ])
  func refused(_ type: String) { #expect(verdict(type) == .refused) }

  @Test(
    "magic numbers name the same classes",
    arguments: [
      (UInt64(0xEF53), "ext4"), (0x6969, "nfs"), (0x0102_1997, "9p"), (0x6573_5546, "fuse"),
      (0x0102_1994, "tmpfs"), (0x794C_7630, "overlay"), (0xFE53_4D42, "smb3"),
    ])
  func magic(_ number: UInt64, _ type: String) {
    #expect(VolumeClass.fileSystem(magic: number) == type)
  }

  @Test("a magic number nobody knows names nothing")
  func unknownMagic() { #expect(VolumeClass.fileSystem(magic: 7) == nil) }

  private static let table = """
    22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
    40 22 0:33 / /data rw - nfs4 server:/x rw
    41 22 0:34 / /data/local rw,noatime master:1 propagate_from:2 - xfs /dev/vdb rw
    42 22 0:35 / /my\\040jobs rw - virtiofs tag rw
    43 22 0:36 / /twice rw - ext4 /dev/vdc rw
    44 43 0:37 / /twice rw - tmpfs tmpfs rw
    broken line
    """

  @Test(
    "the longest mount point holds a path, the last mount is on top",
    arguments: [
      ("/srv/jobs", "ext4"), ("/data", "nfs4"), ("/data/jobs", "nfs4"), ("/data/local/jobs", "xfs"),
      ("/database", "ext4"), ("/my jobs/x", "virtiofs"), ("/twice/a", "tmpfs"),
    ])
  func mountTable(_ path: String, _ type: String) {
    #expect(MountTable(parsing: Self.table).fileSystem(of: path) == type)
  }

  @Test("an empty table knows nothing")
  func emptyTable() { #expect(MountTable(parsing: "").fileSystem(of: "/") == nil) }
}

@Suite("AtomicFile")
struct AtomicFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func names() throws -> [String] {
    try FolderListing.names(in: folder.path).compactMap(\.text)
  }

  @Test("a file appears whole and replaces its forerunner")
  func write() throws {
    let path = folder.file("답.json")
    try AtomicFile.write(Array("one".utf8), to: path)
    try AtomicFile.write(Array("two".utf8), to: path)
    #expect(try TextFile.read(path) == "two")
    #expect(try names() == ["답.json"])
  }

  @Test("nothing is there before the end, and nothing is left without it")
  func abandoned() throws {
    do {
      let writer = try AtomicFileWriter(folder.file("x"))
      try writer.append([1, 2, 3])
      #expect(try names().allSatisfy { $0.hasPrefix(".") })
    }
    #expect(try names().isEmpty)
  }

  @Test("a folder that is missing is an error, and so is a folder in the file's place")
  func failures() throws {
    #expect(throws: SpoolError.self) { try AtomicFile.write([], to: folder.file("no/x")) }
    #expect(mkdir(folder.file("d"), 0o775) == 0)
    #expect(throws: SpoolError.self) { try AtomicFile.write([], to: folder.file("d")) }
    #expect(try names() == ["d"])
  }

  @Test("temporary files of the dead are swept when they are old")
  func sweep() throws {
    let (old, young) = (folder.file(".a.1.1.tmp"), folder.file(".b.1.1.tmp"))
    for path in [old, young, folder.file("c.tmp")] { try AtomicFile.write([], to: path) }
    var times = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
    #expect(utimensat(AT_FDCWD, old, &times, 0) == 0)
    #expect(utimensat(AT_FDCWD, folder.file("c.tmp"), &times, 0) == 0)
    try AtomicFile.sweep(folder.path, olderThan: Timestamp(milliseconds: 2_000_000))
    #expect(try names() == [".b.1.1.tmp", "c.tmp"])
  }
}
