internal import CLibYaml

/// An event of libyaml, as Swift values.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(String)
    case scalar(String, isPlain: Bool)
    case listStart, listEnd, mappingStart, mappingEnd
  }

  var kind: Kind
  var mark: YAMLNode.Mark
  var anchor: String?
  var tag: String?
}

/// Where and why libyaml gave up.
struct YAMLSyntaxError: Error {
  var message: String
  var mark: YAMLNode.Mark
}

/// The events of one text, pulled one at a time, so that nothing is built before it is looked at.
///
/// libyaml is told the encoding: left to itself it would take UTF-16 with a byte order mark.
struct YAMLEvents: ~Copyable {
  /// On the heap, because libyaml keeps a pointer from the parser to itself.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>

  /// Nil when libyaml gets no memory.
  init?(_ bytes: [UInt8]) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      return nil
    }
    // At least one byte, so that the base address is never nil.
    let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + 1)
    text.initialize(repeating: 0)
    for (index, byte) in bytes.enumerated() { text[index] = byte }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, bytes.count)
    self.parser = parser
    self.text = text
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    text.deallocate()
  }

  mutating func next() throws(YAMLSyntaxError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    var result = YAMLEvent(kind: .streamStart, mark: Self.mark(event.start_mark))
    switch event.type {
    case YAML_STREAM_START_EVENT: result.kind = .streamStart
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_ALIAS_EVENT:
      result.kind = .alias(Self.string(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      result.kind = .scalar(
        String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      result.anchor = Self.string(scalar.anchor)
      result.tag = Self.string(scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      result.kind = .listStart
      result.anchor = Self.string(event.data.sequence_start.anchor)
      result.tag = Self.string(event.data.sequence_start.tag)
    case YAML_SEQUENCE_END_EVENT: result.kind = .listEnd
    case YAML_MAPPING_START_EVENT:
      result.kind = .mappingStart
      result.anchor = Self.string(event.data.mapping_start.anchor)
      result.tag = Self.string(event.data.mapping_start.tag)
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    default:
      // YAML_NO_EVENT follows the end of the stream.
      result.kind = .streamEnd
    }
    return result
  }

  private func failure() -> YAMLSyntaxError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not enough memory"
    if parser.pointee.error == YAML_READER_ERROR {
      // The reader runs ahead of the scanner and knows its place in bytes only.
      let place = LineEnds.yaml.place(
        ofOffset: parser.pointee.problem_offset, in: Array(text))
      return YAMLSyntaxError(
        message: problem, mark: YAMLNode.Mark(line: place.line, column: place.column))
    }
    let context = parser.pointee.context.map { String(cString: $0) + ", " } ?? ""
    return YAMLSyntaxError(
      message: context + problem, mark: Self.mark(parser.pointee.problem_mark))
  }

  private static func mark(_ mark: yaml_mark_t) -> YAMLNode.Mark {
    YAMLNode.Mark(line: mark.line + 1, column: mark.column + 1)
  }

  private static func string(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: $0) }
  }
}
