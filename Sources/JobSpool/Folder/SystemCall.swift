import Glibc

/// What the operating system answered, as the spool's error.
enum SystemCall {
  /// The error of the call that just failed; reads `errno`.
  static func failure(_ call: String, _ path: String) -> SpoolError {
    error(errno, call, path)
  }

  static func error(_ code: Int32, _ call: String, _ path: String) -> SpoolError {
    switch code {
    case ENOSPC, EDQUOT: .diskFull(path: path)
    case EROFS, EACCES, EPERM: .readOnly(path: path)
    default: .other("\(call) of \(path) failed with \(describe(code))")
    }
  }

  /// The text of an errno value, such as "Device or resource busy (16)".
  static func describe(_ code: Int32) -> String {
    "\(String(cString: strerror(code))) (\(code))"
  }
}

/// An open file or folder that is closed with this value.
struct Descriptor: ~Copyable {
  let number: Int32

  /// Opens a path; the file is not inherited by programs this process starts.
  init(
    _ path: String, _ flags: Int32, mode: mode_t = 0o664, in folder: Int32 = AT_FDCWD
  ) throws(SpoolError) {
    number = openat(folder, path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { throw SystemCall.failure("open", path) }
  }

  deinit { close(number) }
}
