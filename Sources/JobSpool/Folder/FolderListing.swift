import Glibc

/// The names in a folder, byte for byte, since a dropped file's name need not be UTF-8.
enum FolderListing {
  struct Name: Hashable, Sendable {
    /// Without a terminating zero.
    var bytes: [UInt8]

    /// Nil when the bytes are not UTF-8.
    var text: String? { String(validating: bytes, as: UTF8.self) }
  }

  /// Names in the order of their bytes, without `.` and `..`.
  static func names(in folder: String) throws(SpoolError) -> [Name] {
    guard let stream = opendir(folder) else { throw SystemCall.failure("opendir", folder) }
    defer { closedir(stream) }
    var names: [Name] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw SystemCall.failure("readdir", folder) }
        break
      }
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if bytes != [UInt8(ascii: ".")], bytes != Array("..".utf8) {
        names.append(Name(bytes: bytes))
      }
    }
    return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}
