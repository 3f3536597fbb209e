/// A secret for the `Authorization` header that prints as `"…"` wherever it is shown.
package struct APIKey: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The secret itself; only the transport reads it.
  let secret: String

  /// - Returns: nil unless the text is 1 to 4096 visible ASCII characters, as a header needs.
  package init?(_ secret: String) {
    let isVisible = secret.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard isVisible, (1...4096).contains(secret.utf8.count) else { return nil }
    self.secret = secret
  }

  package var description: String { "\"…\"" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
