import FoundationEssentials

/// The base address of an OpenAI-compatible server, such as `http://127.0.0.1:8080/v1`.
package struct ModelEndpoint: Sendable, Hashable {
  /// Without a slash at the end, and ending in `/v1` when the given address had no path.
  let base: String

  /// Reads an address: `http` or `https`, a host, no user, password, query or fragment.
  ///
  /// - Throws: `invalidEndpoint` with the reason.
  package init(_ text: String) throws(LanguageModelError) {
    guard text.utf8.count <= 2048, let url = URL(string: text), let scheme = url.scheme else {
      throw .invalidEndpoint(reason: "it is not a URL of at most 2048 bytes")
    }
    guard ["http", "https"].contains(scheme.lowercased()) else {
      throw .invalidEndpoint(reason: "it has to begin with http:// or https://")
    }
    guard let host = url.host, !host.isEmpty else {
      throw .invalidEndpoint(reason: "it names no host")
    }
    // A password in an address would end up in logs; keys have their own setting.
    guard url.user == nil, url.password == nil, url.query == nil, url.fragment == nil else {
      throw .invalidEndpoint(reason: "user, password, query and fragment are not allowed")
    }
    var base = text
    while base.last == "/" { base.removeLast() }
    let path = url.path
    self.base = path.isEmpty || path == "/" ? base + "/v1" : base
  }
}
