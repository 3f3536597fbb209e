/// A text that is never shown: every way of printing it gives `…`.
package struct Secret: Sendable, Equatable {
  /// The text itself, to be handed to what needs it and to nothing that prints.
  package let exposed: String

  package init(_ text: String) {
    exposed = text
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package static let mask = "…"

  package var description: String { Self.mask }
  package var debugDescription: String { Self.mask }

  /// Without children, because `dump` and test reports walk the mirror.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
