/// The parts of OpenAI's chat protocol that are used: bodies out, bodies in.
///
/// Bodies out are written by hand because the schema has to go out with its properties in order.
enum OpenAIWire {
  /// How the server is asked to keep to a schema.
  enum ResponseFormat { case jsonSchema, none }

  /// The body of `POST /chat/completions`; equal requests give equal bytes.
  static func body(_ request: CompletionRequest, model: String, format: ResponseFormat) -> String {
    let messages = request.messages.map {
      "{\"role\":\(quoted($0.role.rawValue)),\"content\":\(quoted($0.text))}"
    }
    var members = [
      "\"model\":\(quoted(model))",
      "\"messages\":[\(messages.joined(separator: ","))]",
      "\"max_tokens\":\(request.maxNewTokens)",
      "\"temperature\":\(request.temperature)",
      "\"top_p\":\(request.topP)",
      "\"seed\":\(request.seed)",
      "\"stream\":false",
    ]
    if !request.stopSequences.isEmpty {
      members.append("\"stop\":[\(request.stopSequences.map(quoted).joined(separator: ","))]")
    }
    if let schema = request.schema, format == .jsonSchema {
      members.append(
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":"
          + "\(quoted(schema.name)),\"strict\":true,\"schema\":\(schema.text)}}")
    }
    return "{\(members.joined(separator: ","))}"
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The answer to `POST /chat/completions`; fields that servers leave out are optional.
  struct ChatResponse: Decodable {
    struct Choice: Decodable {
      struct Message: Decodable { var content: String? }

      var message: Message?
      var finishReason: String?

      enum CodingKeys: String, CodingKey {
        case message
        case finishReason = "finish_reason"
      }
    }

    struct Usage: Decodable {
      var promptTokens: Int?
      var completionTokens: Int?

      enum CodingKeys: String, CodingKey {
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
      }
    }

    var model: String?
    var choices: [Choice]?
    var usage: Usage?
  }

  /// The answer to `GET /models`.
  struct ModelList: Decodable {
    struct Entry: Decodable { var id: String }

    var data: [Entry]?
  }

  static func finishReason(_ text: String?) -> Completion.FinishReason {
    switch text {
    case "stop", nil: .stop
    case "length": .length
    case .some(let other): .other(String(other.prefix(64)))
    }
  }
}
