import Glibc

/// The prompts of all roles.
package struct PromptSet: Sendable {
  private let templates: [ModelRole: PromptTemplate]

  package init(_ templates: [ModelRole: PromptTemplate]) {
    self.templates = templates
  }

  /// Reads `qwen.txt`, `mistral.txt` and `llama.txt` of a folder, usually `configs/prompts`.
  ///
  /// - Throws: `EnsembleError.prompt` for the first file that is missing or wrong.
  package init(folder: String) throws(EnsembleError) {
    var templates: [ModelRole: PromptTemplate] = [:]
    for role in ModelRole.allCases {
      let path = "\(folder)/\(role.rawValue).txt"
      templates[role] = try PromptTemplate(Self.text(of: path), file: path)
    }
    self.templates = templates
  }

  package subscript(role: ModelRole) -> PromptTemplate? { templates[role] }

  private static func text(of path: String) throws(EnsembleError) -> String {
    // Not blocking, so that a FIFO by that name is refused and not waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .prompt(file: path, line: 0, problem: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .prompt(file: path, line: 0, problem: "it is not a regular file")
    }
    var bytes = [UInt8](repeating: 0, count: PromptTemplate.byteLimit + 1)
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else {
        throw .prompt(file: path, line: 0, problem: String(cString: strerror(errno)))
      }
      if got == 0 { break }
      count += got
    }
    guard count <= PromptTemplate.byteLimit else {
      throw .prompt(
        file: path, line: 0, problem: "it has more than \(PromptTemplate.byteLimit) bytes")
    }
    guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw .prompt(file: path, line: 0, problem: "it is not valid UTF-8")
    }
    return text
  }
}
