/// Whether a file system can hold an SQLite database that several processes share.
///
/// SQLite's write-ahead log lives on shared memory (`-shm`, mapped by every process) and POSIX
/// locks; a file system that two kernels see at once keeps neither promise, and the database is
/// damaged without an error (https://www.sqlite.org/wal.html sections 2.2 and 11). The classes and
/// names follow mount(8) and statfs(2).
enum VolumeClass: Equatable, Sendable {
  case local
  /// Works, with something the operator should know.
  case warned(String)
  /// Does not work; what to do instead.
  case refused(remedy: String)

  private static let onDisk: Set<String> = [
    "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs",
  ]
  private static let volatile: Set<String> = ["tmpfs", "ramfs"]
  private static let network: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "ocfs2", "gfs2",
    "lustre", "gpfs",
  ]
  private static let crossMachine: Set<String> = [
    "virtiofs", "9p", "vboxsf", "vmhgfs", "prl_fs", "drvfs",
  ]
  private static let withoutMapping: Set<String> = ["ntfs3", "vfat", "exfat"]

  /// Judges a type as `/proc/self/mountinfo` names it.
  init(fileSystem type: String) {
    switch type {
    case _ where Self.onDisk.contains(type): self = .local
    case _ where Self.volatile.contains(type):
      self = .warned("\(type) is lost when the machine restarts")
    case "overlay":
      self = .warned(
        "overlay: each container has its own layer, so two containers would have two spools;"
          + " put the folder on a volume")
    case _ where Self.network.contains(type):
      self = .refused(remedy: "use a disk of this machine, or PostgreSQL for the spool.")
    case _ where Self.crossMachine.contains(type):
      self = .refused(remedy: "use a volume inside the virtual machine, such as a named volume.")
    case _ where Self.withoutMapping.contains(type):
      self = .refused(remedy: "use a disk with ext4, xfs or btrfs.")
    case _ where type == "fuse" || type == "fuseblk" || type.hasPrefix("fuse."):
      self = .refused(
        remedy: "use a disk of this machine, or allow it if the file system is local.")
    default: self = .warned("\(type) is not known to hold a shared SQLite database")
    }
  }

  /// The type behind a magic number of statfs(2), where the mount table is silent.
  static func fileSystem(magic: UInt64) -> String? {
    switch magic {
    case 0xEF53: "ext4"
    case 0x5846_5342: "xfs"
    case 0x9123_683E: "btrfs"
    case 0x2FC1_2FC1: "zfs"
    case 0xF2F5_2010: "f2fs"
    case 0xCA45_1A4E: "bcachefs"
    case 0x0102_1994: "tmpfs"
    case 0x8584_58F6: "ramfs"
    case 0x794C_7630: "overlay"
    case 0x6969: "nfs"
    case 0xFF53_4D42: "cifs"
    case 0xFE53_4D42: "smb3"
    case 0x517B: "smbfs"
    case 0x564C: "ncpfs"
    case 0x5346_414F, 0x6B41_4653: "afs"
    case 0x7375_7245: "coda"
    case 0x00C3_6400: "ceph"
    case 0x7461_636F: "ocfs2"
    case 0x0116_1970: "gfs2"
    case 0x0BD0_0BD0: "lustre"
    case 0x4750_4653: "gpfs"
    case 0x0102_1997: "9p"
    case 0x786F_4256: "vboxsf"
    case 0x6573_5546: "fuse"
    case 0x7366_746E: "ntfs3"
    case 0x4D44: "vfat"
    case 0x2011_BAB0: "exfat"
    default: nil
    }
  }
}

/// `/proc/self/mountinfo`, whose format proc(5) gives.
///
/// Asked before statfs(2), which can answer with the host's magic number through a 9p mount.
struct MountTable: Sendable {
  private let mounts: [(point: String, type: String)]

  init(parsing text: String) {
    mounts = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      // … mount point is field 5; the type follows a lone dash after any number of optional fields.
      guard fields.count > 6, let dash = fields[6...].firstIndex(of: "-"),
        dash + 1 < fields.endIndex
      else { return nil }
      return (Self.unescape(fields[4]), String(fields[dash + 1]))
    }
  }

  /// The type of the mount that holds `path`, an absolute path without links.
  func fileSystem(of path: String) -> String? {
    // Of mounts on the same point the last one is on top.
    mounts.enumerated().filter { Self.holds($0.element.point, path) }
      .max { ($0.element.point.utf8.count, $0.offset) < ($1.element.point.utf8.count, $1.offset) }?
      .element.type
  }

  private static func holds(_ point: String, _ path: String) -> Bool {
    point == "/" || path == point || path.hasPrefix(point + "/")
  }

  /// Space, tab, newline and backslash are written as `\040` and so on.
  private static func unescape(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = field.utf8
    while let byte = rest.popFirst() {
      let octal = rest.prefix(3).compactMap { (48...55).contains($0) ? Int($0) - 48 : nil }
      if byte == UInt8(ascii: "\\"), octal.count == 3, octal[0] < 4 {
        bytes.append(UInt8(octal[0] * 64 + octal[1] * 8 + octal[2]))
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
